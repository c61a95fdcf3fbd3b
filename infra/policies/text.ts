import type { Style } from '../preview/text.js';
import { acceptanceText, type Finding, isStopping } from './judge.js';

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const lineOf = ({ rule, resource, detail, mend }: Finding, { bold, dim }: Style): string =>
  `  ${bold(rule)}  ${resource} ${detail}\n${dim(`    ${mend}`)}`;

/** Findings for people: what stops the plan, what is warned of, and how many are accepted. */
export function findingsText(findings: readonly Finding[], style: Style): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const errors = open.filter(isStopping);
  const warnings = open.filter((finding) => !isStopping(finding));
  const summary = `Policies: ${plural(errors.length, 'error')}, ${plural(warnings.length, 'warning')}, ${findings.length - open.length} accepted with a reason`;
  return [style.bold(summary), ...open.map((finding) => lineOf(finding, style))].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Findings as Markdown, those that are accepted with their reason. */
export function findingsMarkdown(stack: string, findings: readonly Finding[]): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const accepted = findings.filter((finding) => finding.accepted !== undefined);
  const rows = (list: readonly Finding[], last: (finding: Finding) => string) =>
    list.map(
      (finding) =>
        `| ${finding.rule} | ${finding.severity} | ${finding.safeguards.join(', ')} | \`${finding.resource}\` | ${cell(finding.detail)} | ${cell(last(finding))} |`,
    );
  const table = (title: string, list: readonly Finding[], heading: string, last: (finding: Finding) => string) =>
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
    `# Policies of the stack ${stack}`,
    '',
    ...table('Findings', open, 'Mend', ({ mend }) => mend),
    ...table('Accepted', accepted, 'Reason', ({ accepted: its }) => (its ? acceptanceText(its) : '')),
  ].join('\n');
}
