import { acceptanceText, type PolicyFinding } from './judge.js';
import { policies } from './policies.js';

/**
 * Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts show beside a change.
 * Accepted ones are there as suppressed.
 */
export function findingsSarif(stack: string, findings: readonly PolicyFinding[]): string {
  const rules = policies.map(({ id, promise, fix: mend, severity, safeguards, publicRules }) => ({
    id,
    shortDescription: { text: promise },
    help: { text: mend },
    defaultConfiguration: { level: severity },
    properties: { tags: [...safeguards.map((section) => `45 CFR ${section}`), ...publicRules] },
  }));
  const results = findings.map(({ rule, severity, resource, urn, detail, accepted }) => ({
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: severity,
    message: { text: `${resource} ${detail}` },
    // A resource has no line; what can be edited is the stack's file.
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
