import type { AcceptedAdvisory, DependencyFinding } from './exceptions.js';

interface Advisory {
  readonly name: string;
  readonly title: string;
  /** URL that ends with the advisory's id. */
  readonly url: string;
  readonly severity: string;
}

/** Output of `npm audit --json`. */
interface AuditReport {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (string | Advisory)[] }>>;
}

/** Lower severities wait for the next update. */
const blockingSeverities = ['moderate', 'high', 'critical'];

/** An accepted advisory must be reviewed again after at most this time. */
const maxAcceptanceDays = 180;

const parseAdvisoryId = ({ url }: Advisory): string => url.slice(url.lastIndexOf('/') + 1);

/** Returns the advisories of a report; undefined if the text is not a report. */
function parseAdvisories(printed: string): Advisory[] | undefined {
  let report: AuditReport;
  try {
    report = JSON.parse(printed) as AuditReport;
  } catch {
    return undefined;
  }
  if (report.auditReportVersion !== 2 || report.vulnerabilities === undefined) return undefined;
  return Object.values(report.vulnerabilities).flatMap(({ via }) =>
    via.filter((advisory) => typeof advisory !== 'string'),
  );
}

/**
 * Judges reports of `npm audit`.
 * @param today `YYYY-MM-DD`
 * @returns undefined if a text is not a report: the registry has no audit or could not be reached
 */
export function checkAdvisories(
  printed: readonly string[],
  accepted: readonly AcceptedAdvisory[],
  today: string,
): DependencyFinding[] | undefined {
  const advisories = new Map<string, Advisory>();
  for (const report of printed) {
    const found = parseAdvisories(report);
    if (found === undefined) return undefined;
    for (const advisory of found) advisories.set(parseAdvisoryId(advisory), advisory);
  }
  const findings = [...advisories].flatMap(([id, { name, title, severity }]): DependencyFinding[] => {
    if (!blockingSeverities.includes(severity)) return [];
    const acceptance = accepted.find((one) => one.id === id);
    if (acceptance !== undefined && acceptance.until >= today) return [];
    const lapsed = acceptance === undefined ? '' : `; its acceptance ended on ${acceptance.until}`;
    return [{ check: 'advisory', where: name, what: `${id} (${severity}): ${title}${lapsed}` }];
  });
  const latest = new Date(Date.parse(today) + maxAcceptanceDays * 86_400_000).toISOString().slice(0, 10);
  for (const { id, until } of accepted) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || until > latest) {
      const what = `is accepted until ${until}; the latest possible day is ${latest}`;
      findings.push({ check: 'advisory', where: id, what });
    }
    if (!advisories.has(id)) {
      findings.push({ check: 'advisory', where: id, what: 'no longer applies; remove the exception' });
    }
  }
  return findings;
}
