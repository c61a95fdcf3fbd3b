import { formatCount } from '../../config/format.js';
import type { Style } from '../preview/text.js';
import { acceptanceText, isBlocking, type PolicyFinding } from './judge.js';

const formatLine = ({ rule, resource, detail, mend }: PolicyFinding, { bold, dim }: Style): string =>
  `  ${bold(rule)}  ${resource} ${detail}\n${dim(`    ${mend}`)}`;

/** Formats findings for the terminal: errors, warnings, and the number of accepted findings. */
export function findingsText(findings: readonly PolicyFinding[], style: Style): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const errors = open.filter(isBlocking);
  const warnings = open.filter((finding) => !isBlocking(finding));
  const summary = `Policies: ${formatCount(errors.length, 'error')}, ${formatCount(warnings.length, 'warning')}, ${findings.length - open.length} accepted`;
  return [style.bold(summary), ...open.map((finding) => formatLine(finding, style))].join('\n');
}

const escapeCell = (text: string): string => text.replaceAll('|', '\\|');

/** Formats findings as Markdown, accepted ones with their reason. */
export function findingsMarkdown(stack: string, findings: readonly PolicyFinding[]): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const accepted = findings.filter((finding) => finding.accepted !== undefined);
  const rows = (list: readonly PolicyFinding[], last: (finding: PolicyFinding) => string) =>
    list.map(
      (finding) =>
        `| ${finding.rule} | ${finding.severity} | ${finding.safeguards.join(', ')} | \`${finding.resource}\` | ${escapeCell(finding.detail)} | ${escapeCell(last(finding))} |`,
    );
  const table = (
    title: string,
    list: readonly PolicyFinding[],
    heading: string,
    last: (finding: PolicyFinding) => string,
  ) =>
    list.length === 0
      ? [`## ${title}`, '', 'None.', '']
      : [
          `## ${title}`,
          '',
          `| Rule | Severity | 45 CFR | Resource | Finding | ${heading} |`,
          '|---|---|---|---|---|---|',
          ...rows(list, last),
          '',
        ];
  return [
    `# Policy findings of the stack ${stack}`,
    '',
    ...table('Findings', open, 'Fix', ({ mend }) => mend),
    ...table('Accepted', accepted, 'Reason', ({ accepted: acceptance }) =>
      acceptance ? acceptanceText(acceptance) : '',
    ),
  ].join('\n');
}
