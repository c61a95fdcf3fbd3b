import { acceptanceText, type PolicyFinding } from './judge.js';
import { policies } from './policies.js';

/**
 * Formats findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts show next to a
 * change. Accepted findings are suppressed results.
 */
export function findingsSarif(stack: string, findings: readonly PolicyFinding[]): string {
  const rules = policies.map(({ id, description, fix, severity, safeguards, publicRules }) => ({
    id,
    shortDescription: { text: description },
    help: { text: fix },
    defaultConfiguration: { level: severity },
    properties: { tags: [...safeguards.map((section) => `45 CFR ${section}`), ...publicRules] },
  }));
  const results = findings.map(({ rule, severity, resource, urn, detail, accepted }) => ({
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: severity,
    message: { text: `${resource} ${detail}` },
    // Resources have no line in a file; the stack's settings are the nearest thing that a reader can edit.
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: `Pulumi.${stack}.yaml` }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: urn, kind: 'resource' }],
      },
    ],
    partialFingerprints: { resource: `${rule}/${urn}` },
    ...(accepted && { suppressions: [{ kind: 'inSource', justification: acceptanceText(accepted) }] }),
  }));
  const document = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'healthcare-backend policies',
            informationUri: 'https://www.ecfr.gov/current/title-45/part-164',
            rules,
          },
        },
        results,
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
