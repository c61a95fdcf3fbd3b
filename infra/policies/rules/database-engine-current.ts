import { each, inputOf, type Policy } from '../policy.js';

/** log_fdw before these let readers out of their database: AWS security bulletin AWS-2022-004. */
const leastMinor: Readonly<Record<number, number>> = { 13: 3, 14: 1 };
const leastMajor = 15;

export const databaseEngineCurrent: Policy = {
  id: 'database-engine-current',
  severity: 'error',
  promise: 'The engine is one that AWS supports, without the known hole of log_fdw.',
  safeguards: ['164.308(a)(5)(ii)(B)'],
  publicRules: ['CKV_AWS_250'],
  mend: 'Raise database.majorVersion.',
  check: each('aws:rds/cluster:Cluster', (cluster) => {
    const version = String(inputOf(cluster, 'engineVersion'));
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const isSound = major >= leastMajor || minor > (leastMinor[major] ?? Number.POSITIVE_INFINITY);
    return isSound ? undefined : `runs ${version}`;
  }),
};
