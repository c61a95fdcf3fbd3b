import type { Policy } from '../policy.js';
import {
  checkEachGroupRule,
  findPortFault,
  type GroupRule,
  listAddressRanges,
  listPrefixLists,
  listReferencedGroups,
} from './security-group-rules.js';

/** AWS and every other service are called by HTTPS. */
const httpsPort = 443;
/** PostgreSQL's: to the database's own group, or the proxy's, and nowhere else. */
const databasePort = 5432;

const targetsOnlyGroups = (rule: GroupRule): boolean =>
  listReferencedGroups(rule).length > 0 && listAddressRanges(rule).length === 0 && listPrefixLists(rule).length === 0;

function findEgressFault(rule: GroupRule): string | undefined {
  const fault = findPortFault(rule);
  if (fault !== undefined) return fault;
  const { ipProtocol, protocol = ipProtocol, fromPort } = rule;
  const protocolAndPort = `${protocol} ${fromPort}`;
  if (protocolAndPort === `tcp ${httpsPort}`) return undefined;
  if (protocolAndPort !== `tcp ${databasePort}`)
    return `lets out ${protocolAndPort}, which is neither HTTPS nor the database`;
  return targetsOnlyGroups(rule) ? undefined : `lets out ${protocolAndPort} to other places than security groups`;
}

export const egressByPort: Policy = {
  id: 'egress-by-port',
  severity: 'error',
  promise: 'What leaves the VPC is HTTPS; what a security group lets out besides goes to the database’s group.',
  safeguards: ['164.312(e)(1)'],
  publicRules: ['CKV_AWS_382', 'W29', 'W40'],
  fix: 'Let out tcp 443, or tcp 5432 to a security group; a rule for each port.',
  check: checkEachGroupRule('egress', findEgressFault),
};
