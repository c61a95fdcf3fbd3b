import { checkEach, type Policy, readInput } from '../policy.js';

/** log_fdw before these let readers out of their database: AWS security bulletin AWS-2022-004. */
const lastVulnerableMinor: Readonly<Record<number, number>> = { 13: 3, 14: 1 };

/** What came before has no support any more. */
const minimumMajor = 13;

/**
 * The last day of Aurora's standard support: endoflife.date, amazon-aurora-postgresql, read in September 2026
 * (https://endoflife.date/amazon-aurora-postgresql). What is newer than these has a day that nobody has said yet.
 */
const supportedUntil: Readonly<Record<number, string>> = {
  13: '2026-02-28',
  14: '2027-02-28',
  15: '2028-02-29',
  16: '2029-02-28',
  17: '2030-02-28',
  18: '2031-02-28',
};

function findVersionFault(version: string, today: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  // What is no number is no version that anybody supports.
  if (!(major >= minimumMajor)) return `runs ${version}`;
  if (minor <= (lastVulnerableMinor[major] ?? -1)) return `runs ${version}, with the hole of log_fdw`;
  const lastDay = supportedUntil[major];
  return lastDay !== undefined && today > lastDay
    ? `runs ${version}, whose standard support ended on ${lastDay}`
    : undefined;
}

export const databaseEngineCurrent: Policy = {
  id: 'database-engine-current',
  severity: 'error',
  promise: 'The engine is one that AWS supports, without the known hole of log_fdw.',
  safeguards: ['164.308(a)(5)(ii)(B)'],
  publicRules: ['CKV_AWS_250'],
  fix: 'Raise database.majorVersion.',
  check: (resources, today) =>
    checkEach('aws:rds/cluster:Cluster', (cluster) =>
      findVersionFault(String(readInput(cluster, 'engineVersion')), today),
    )(resources, today),
};
