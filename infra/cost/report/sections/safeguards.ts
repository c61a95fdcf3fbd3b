import { acceptanceText, isBlocking, type PolicyFinding } from '../../../policies/judge.js';
import { policies } from '../../../policies/policies.js';
import type { Policy } from '../../../policies/policy.js';
import { bulletList, paragraph, type Section, textColumn } from '../page.js';

/** What the sections are called that rules serve (https://www.ecfr.gov/current/title-45/part-164). */
export const safeguardNames: Readonly<Record<string, string>> = {
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

/** How a rule stands: kept, kept but for what somebody signed for, warned of, or broken. */
function judgeRule(id: string, findings: readonly PolicyFinding[]): 'held' | 'accepted' | 'warned' | 'broken' {
  const found = findings.filter(({ rule }) => rule === id);
  if (found.length === 0) return 'held';
  if (found.some(isBlocking)) return 'broken';
  return found.every(({ accepted }) => accepted !== undefined) ? 'accepted' : 'warned';
}

function buildRow(section: string, findings: readonly PolicyFinding[]): string[] {
  const rules = policies.filter(({ safeguards }) => safeguards.includes(section));
  const named = (standing: string, found: readonly Policy[]) =>
    found.length === 0 ? [] : [`${standing}: ${found.map(({ id }) => id).join(', ')}`];
  const by = (standing: string) => rules.filter(({ id }) => judgeRule(id, findings) === standing);
  const departures = [
    ...named('not held', by('broken')),
    ...named('warned of', by('warned')),
    ...named('held but for accepted departures', by('accepted')),
  ];
  return [
    section,
    safeguardNames[section] ?? '',
    `${by('held').length} of ${rules.length}`,
    departures.length === 0 ? 'held' : departures.join('; '),
  ];
}

/** What the policies find of the safeguards that the law asks for, with every accepted departure and its reason. */
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
        `What ${policies.length} policies find in the plan, by the sections of 45 CFR Part 164 that they serve. They judge what is configured; how people work is not in a plan.`,
      ),
      {
        kind: 'table',
        columns: [textColumn('Section'), textColumn('Safeguard'), textColumn('Rules held'), textColumn('Judgement')],
        rows: sections.map((section) => buildRow(section, findings)),
      },
      ...bulletList(open.map(({ rule, resource, detail }) => `Not held, ${rule}: ${resource} ${detail}.`)),
    ],
    parts:
      reasons.size === 0
        ? []
        : [
            {
              title: 'Accepted departures',
              blocks: bulletList([...reasons].map(([reason, resources]) => `${reason} (${[...resources].join(', ')})`)),
            },
          ],
  };
}
