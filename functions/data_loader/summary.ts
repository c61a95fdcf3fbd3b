import type { ExamResultValue, examResults, medicalHistoryEntries, patients } from '../../db/schema/index.js';

/** The rows that a summary is made from. */
export type PatientRecord = typeof patients.$inferSelect & {
  readonly entries: readonly (typeof medicalHistoryEntries.$inferSelect)[];
  /** The latest result of each kind, newest first. */
  readonly results: readonly (typeof examResults.$inferSelect)[];
  readonly reservations: readonly {
    readonly startsAt: Date;
    readonly status: string;
    readonly exam: string;
    readonly medic: string;
  }[];
};

const headings = {
  medication: 'Medications',
  allergy: 'Allergies',
  condition: 'Conditions',
  procedure: 'Procedures',
} as const;

const formatDay = (instant: Date): string => instant.toISOString().slice(0, 10);

function formatPeriod({ startDate, endDate }: { startDate: string | null; endDate: string | null }): string[] {
  if (startDate !== null && endDate !== null) return [startDate === endDate ? startDate : `${startDate} to ${endDate}`];
  if (startDate !== null) return [`since ${startDate}`];
  return endDate === null ? [] : [`until ${endDate}`];
}

const formatLine = (what: string, ...details: readonly (string | null)[]): string => {
  const present = details.filter((detail) => detail !== null && detail !== '');
  return `- ${what}${present.length > 0 ? ` (${present.join(', ')})` : ''}`;
};

function formatValue(value: ExamResultValue | null): string | null {
  if (value === null || typeof value === 'string') return value;
  return 'display' in value ? value.display : [value.value, value.unit].filter((part) => part !== undefined).join(' ');
}

export const formatRecordTitle = ({ givenName, familyName }: PatientRecord): string =>
  `Record of ${givenName} ${familyName}`;

/**
 * Summarizes a patient's record as text with a heading for each part. An empty part says that nothing is recorded, which
 * is not the same as "none".
 */
export function summarizeRecord({ birthDate, gender, entries, results, reservations }: PatientRecord): string {
  const histories = Object.entries(headings).flatMap(([kind, heading]) => {
    const lines = entries
      .filter((entry) => entry.kind === kind)
      .map((entry) => formatLine(entry.display, entry.status, ...formatPeriod(entry)));
    return [`# ${heading}`, ...(lines.length > 0 ? lines : ['Nothing recorded.'])];
  });
  const found = results.map(({ display, effectiveAt, value, interpretation }) =>
    formatLine(`${display}: ${formatValue(value) ?? 'no value'}`, formatDay(effectiveAt), interpretation),
  );
  const visits = reservations.map(({ startsAt, status, exam, medic }) =>
    formatLine(`${formatDay(startsAt)} ${exam}`, `with ${medic}`, status),
  );
  return [
    '# Person',
    `Born ${birthDate}, ${gender}.`,
    ...histories,
    ...(found.length > 0 ? ['# Latest results', ...found] : []),
    ...(visits.length > 0 ? ['# Appointments', ...visits] : []),
  ].join('\n');
}
