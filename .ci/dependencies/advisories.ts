import type { AcceptedAdvisory } from './exceptions.js';
import type { DependencyFinding } from './finding.js';

interface Advisory {
  readonly name: string;
  readonly title: string;
  /** Ends with the advisory's id. */
  readonly url: string;
  readonly severity: string;
}

/** What `npm audit --json` prints. */
interface AuditReport {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (string | Advisory)[] }>>;
}

/** Severities that stop a change; what is below them is told by `npm audit` and waits for the next update. */
const blockingSeverities = ['moderate', 'high', 'critical'];

/** Longest that an advisory may be lived with before somebody looks at it again. */
const maxAcceptanceDays = 180;

const parseAdvisoryId = ({ url }: Advisory): string => url.slice(url.lastIndexOf('/') + 1);

/** The advisories of one report; undefined where it is none. */
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
 * @returns undefined where one is none: the registry has no audit here, or could not be reached
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
    const lapsed = acceptance === undefined ? '' : `; it was accepted until ${acceptance.until}`;
    return [{ check: 'advisory', where: name, what: `${id} (${severity}): ${title}${lapsed}` }];
  });
  const latest = new Date(Date.parse(today) + maxAcceptanceDays * 86_400_000).toISOString().slice(0, 10);
  const endless = accepted.filter(({ until }) => !/^\d{4}-\d{2}-\d{2}$/.test(until) || until > latest);
  const gone = accepted.filter(({ id }) => !advisories.has(id));
  return [
    ...findings,
    ...endless.map(
      ({ id, until }): DependencyFinding => ({
        check: 'advisory',
        where: id,
        what: `is accepted until ${until}; name a day, ${latest} at the latest`,
      }),
    ),
    ...gone.map(
      ({ id }): DependencyFinding => ({
        check: 'advisory',
        where: id,
        what: 'concerns nothing any more; remove the exception',
      }),
    ),
  ];
}
