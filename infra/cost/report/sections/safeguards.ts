import { acceptanceText, isBlocking, type PolicyFinding } from '../../../policies/judge.js';
import { policies } from '../../../policies/policies.js';
import { bulletList, listSection, paragraph, type Section, textColumn } from '../page.js';

/** The names of the sections that policies serve (https://www.ecfr.gov/current/title-45/part-164). */
export const safeguardNames: Readonly<Record<string, string>> = {
  '164.308(a)(1)(ii)(B)': 'Risk management',
  '164.308(a)(1)(ii)(D)': 'Information system activity review',
  '164.308(a)(3)(i)': 'Workforce security',
  '164.308(a)(4)(ii)(B)': 'Access authorization',
  '164.308(a)(5)(ii)(B)': 'Protection from malicious software',
  '164.308(a)(5)(ii)(C)': 'Log-in monitoring',
  '164.308(a)(5)(ii)(D)': 'Password management',
  '164.308(a)(6)(i)': 'Security incident procedures',
  '164.308(a)(6)(ii)': 'Response and reporting',
  '164.308(a)(7)(i)': 'Contingency plan',
  '164.308(a)(7)(ii)(A)': 'Data backup plan',
  '164.308(a)(7)(ii)(B)': 'Disaster recovery plan',
  '164.308(a)(8)': 'Evaluation',
  '164.310(d)(2)(i)': 'Disposal',
  '164.312(a)(1)': 'Access control',
  '164.312(a)(2)(i)': 'Unique user identification',
  '164.312(a)(2)(ii)': 'Emergency access procedure',
  '164.312(a)(2)(iii)': 'Automatic logoff',
  '164.312(a)(2)(iv)': 'Encryption and decryption',
  '164.312(b)': 'Audit controls',
  '164.312(c)(1)': 'Integrity',
  '164.312(d)': 'Person or entity authentication',
  '164.312(e)(1)': 'Transmission security',
  '164.312(e)(2)(i)': 'Integrity controls of transmission',
  '164.312(e)(2)(ii)': 'Encryption of transmission',
  '164.316(b)(2)(i)': 'Retention for six years',
  '164.502(b)': 'Minimum necessary',
};

type RuleResult = 'met' | 'accepted' | 'warned' | 'broken';

const unmetResults: readonly (readonly [RuleResult, string])[] = [
  ['broken', 'not met'],
  ['warned', 'warning'],
  ['accepted', 'met with accepted exceptions'],
];

function judgeRule(id: string, findings: readonly PolicyFinding[]): RuleResult {
  const found = findings.filter(({ rule }) => rule === id);
  if (found.length === 0) return 'met';
  if (found.some(isBlocking)) return 'broken';
  return found.every(({ accepted }) => accepted !== undefined) ? 'accepted' : 'warned';
}

function buildRow(section: string, findings: readonly PolicyFinding[]): string[] {
  const rules = policies.filter(({ safeguards }) => safeguards.includes(section));
  const selectIds = (result: RuleResult) =>
    rules.map(({ id }) => id).filter((id) => judgeRule(id, findings) === result);
  const unmet = unmetResults
    .map(([result, label]) => ({ label, ids: selectIds(result) }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ label, ids }) => `${label}: ${ids.join(', ')}`);
  return [
    section,
    safeguardNames[section] ?? '',
    `${selectIds('met').length} of ${rules.length}`,
    unmet.length === 0 ? 'met' : unmet.join('; '),
  ];
}

/** Lists the findings of the policies by the legal safeguard that they serve, and each accepted exception with its reason. */
export function safeguardsSection(findings: readonly PolicyFinding[]): Section {
  const sections = [...new Set(policies.flatMap(({ safeguards }) => safeguards))].sort();
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const reasons = new Map<string, Set<string>>();
  for (const { rule, resource, accepted } of findings) {
    if (accepted === undefined) continue;
    const reason = `${rule}: ${acceptanceText(accepted)}`;
    reasons.set(reason, new Set([...(reasons.get(reason) ?? []), resource]));
  }
  return {
    title: 'HIPAA safeguards',
    blocks: [
      paragraph(
        `The results of ${policies.length} policies on the plan, by the section of 45 CFR Part 164 that they serve. Policies check configuration; they can't check how people work.`,
      ),
      {
        kind: 'table',
        columns: [textColumn('Section'), textColumn('Safeguard'), textColumn('Rules met'), textColumn('Result')],
        rows: sections.map((section) => buildRow(section, findings)),
      },
      ...bulletList(open.map(({ rule, resource, detail }) => `Not met: ${rule}: ${resource} ${detail}.`)),
    ],
    parts: listSection(
      'Accepted exceptions',
      [...reasons].map(([reason, resources]) => `${reason} (${[...resources].join(', ')})`),
    ),
  };
}
