import { type BenchmarkResult, isMet, type Measurement, ratioOf } from './benchmark.js';

/** Three digits that count, as nobody measures more. */
const number = (value: number): string =>
  value.toLocaleString('en-US', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });

function goalOf(measurement: Measurement): string {
  const { goal, baseline, unit } = measurement;
  if (goal === undefined) return '';
  const text = 'atLeast' in goal ? `≥ ${number(goal.atLeast)}` : `≤ ${number(goal.atMost)}`;
  return baseline === undefined ? `${text} ${unit}` : `${text} ×`;
}

const metOf = (measurement: Measurement): string =>
  ({ true: 'yes', false: 'no', undefined: '' })[String(isMet(measurement)) as 'true' | 'false' | 'undefined'];

const header = ['', 'figure', 'baseline', 'ratio', 'goal', 'met'];

/** Columns beyond the usual ones, in the order in which they come up. */
const detailsIn = (measurements: readonly Measurement[]): string[] => [
  ...new Set(measurements.flatMap(({ details = {} }) => Object.keys(details))),
];

function cellsOf(measurement: Measurement, columns: readonly string[]): string[] {
  const { name, figure, unit, baseline, details = {} } = measurement;
  const ratio = ratioOf(measurement);
  return [
    name,
    `${number(figure)} ${unit}`,
    baseline === undefined ? '' : `${number(baseline)} ${unit}`,
    ratio === undefined ? '' : number(ratio),
    goalOf(measurement),
    metOf(measurement),
    ...columns.map((column) => (details[column] === undefined ? '' : number(details[column]))),
  ];
}

/** A result as a terminal shows it. */
export function textOf({ title, database, measurements, notes }: BenchmarkResult): string {
  const columns = detailsIn(measurements);
  const rows = [[...header, ...columns], ...measurements.map((measurement) => cellsOf(measurement, columns))];
  const widths = [...header, ...columns].map((_name, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    `${title}${database === undefined ? '' : ` (${database})`}`,
    ...rows.map((row) => `  ${line(row)}`),
    ...notes.map((note) => `  ${note}`),
  ].join('\n');
}

/** A result as a section of the page of results, from its heading on. */
export function sectionOf(name: string, { title, database, measurements, notes }: BenchmarkResult, machine: string) {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const columns = detailsIn(measurements);
  return [
    `## ${name}`,
    '',
    `${title}. ${machine}${database === undefined ? '' : `, ${database}`}.`,
    '',
    row([...header, ...columns]),
    `|---|---:|---:|---:|---:|---|${'---:|'.repeat(columns.length)}`,
    ...measurements.map((measurement) => row(cellsOf(measurement, columns))),
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

/** The page with this section in the place of the one of the same name, or at its end. */
export function replaceSection(page: string, name: string, section: string): string {
  const sections = page.split(/^(?=## )/m);
  const index = sections.findIndex((candidate) => candidate.startsWith(`## ${name}\n`));
  if (index < 0) sections.push(section);
  else sections[index] = section;
  return `${sections.map((part) => part.trimEnd()).join('\n\n')}\n`;
}
