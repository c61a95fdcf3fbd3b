import type { AcceptedAdvisory } from './exceptions.js';
import type { Finding } from './finding.js';

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
const stopping = ['moderate', 'high', 'critical'];

const idOf = ({ url }: Advisory): string => url.slice(url.lastIndexOf('/') + 1);

/**
 * Judges a report of `npm audit`.
 * @param today `YYYY-MM-DD`
 * @returns undefined where it is none: the registry has no audit here, or could not be reached
 */
export function checkAdvisories(
  printed: string,
  accepted: readonly AcceptedAdvisory[],
  today: string,
): Finding[] | undefined {
  let report: AuditReport;
  try {
    report = JSON.parse(printed) as AuditReport;
  } catch {
    return undefined;
  }
  if (report.auditReportVersion !== 2 || report.vulnerabilities === undefined) return undefined;
  const advisories = new Map<string, Advisory>();
  for (const { via } of Object.values(report.vulnerabilities)) {
    for (const advisory of via) if (typeof advisory !== 'string') advisories.set(idOf(advisory), advisory);
  }
  const findings = [...advisories].flatMap(([id, { name, title, severity }]): Finding[] => {
    if (!stopping.includes(severity)) return [];
    const acceptance = accepted.find((one) => one.id === id);
    if (acceptance !== undefined && acceptance.until >= today) return [];
    const lapsed = acceptance === undefined ? '' : `; it was accepted until ${acceptance.until}`;
    return [{ check: 'advisory', where: name, what: `${id} (${severity}): ${title}${lapsed}` }];
  });
  const gone = accepted.filter(({ id }) => !advisories.has(id));
  return [
    ...findings,
    ...gone.map(
      ({ id }): Finding => ({ check: 'advisory', where: id, what: 'concerns nothing any more; remove the exception' }),
    ),
  ];
}
