import { type BenchmarkResult, computeRatio, isMet, type Measurement } from './benchmark.js';

/** Rounds to three significant digits. */
const formatNumber = (value: number): string =>
  value.toLocaleString('en-US', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });

function formatGoal(measurement: Measurement): string {
  const { goal, baseline, unit } = measurement;
  if (goal === undefined) return '';
  const text = 'atLeast' in goal ? `≥ ${formatNumber(goal.atLeast)}` : `≤ ${formatNumber(goal.atMost)}`;
  return baseline === undefined ? `${text} ${unit}` : `${text} ×`;
}

const header = ['', 'figure', 'baseline', 'ratio', 'goal', 'met'];

/** Extra columns, in order of first use. */
const listDetailColumns = (measurements: readonly Measurement[]): string[] => [
  ...new Set(measurements.flatMap(({ details = {} }) => Object.keys(details))),
];

function buildCells(measurement: Measurement, columns: readonly string[]): string[] {
  const { name, figure, unit, baseline, details = {} } = measurement;
  const [ratio, met] = [computeRatio(measurement), isMet(measurement)];
  return [
    name,
    `${formatNumber(figure)} ${unit}`,
    baseline === undefined ? '' : `${formatNumber(baseline)} ${unit}`,
    ratio === undefined ? '' : formatNumber(ratio),
    formatGoal(measurement),
    met === undefined ? '' : met ? 'yes' : 'no',
    ...columns.map((column) => (details[column] === undefined ? '' : formatNumber(details[column]))),
  ];
}

export function renderResultText({ title, database, measurements, notes }: BenchmarkResult): string {
  const columns = listDetailColumns(measurements);
  const rows = [[...header, ...columns], ...measurements.map((measurement) => buildCells(measurement, columns))];
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

/** Renders a section of the results page, heading included. */
export function renderResultSection(
  name: string,
  { title, database, measurements, notes }: BenchmarkResult,
  machine: string,
) {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const columns = listDetailColumns(measurements);
  return [
    `## ${name}`,
    '',
    `${title}. ${machine}${database === undefined ? '' : `, ${database}`}.`,
    '',
    row([...header, ...columns]),
    `|---|---:|---:|---:|---:|---|${'---:|'.repeat(columns.length)}`,
    ...measurements.map((measurement) => row(buildCells(measurement, columns))),
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

/** Replaces the section of the same name in a page, or appends it. */
export function replaceSection(page: string, name: string, section: string): string {
  const sections = page.split(/^(?=## )/m);
  const index = sections.findIndex((candidate) => candidate.startsWith(`## ${name}\n`));
  if (index < 0) sections.push(section);
  else sections[index] = section;
  return `${sections.map((part) => part.trimEnd()).join('\n\n')}\n`;
}
