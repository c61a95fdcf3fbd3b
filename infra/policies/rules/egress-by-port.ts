import type { Policy } from '../policy.js';
import { eachGroupRule, type GroupRule, groupsOf, listsOf, portFault, rangesOf } from './security-group-rules.js';

/** AWS and every other service are called by HTTPS. */
const anywherePort = 443;
/** PostgreSQL's: to the database's own group, or the proxy's, and nowhere else. */
const databasePort = 5432;

const isToGroups = (rule: GroupRule): boolean =>
  groupsOf(rule).length > 0 && rangesOf(rule).length === 0 && listsOf(rule).length === 0;

function egressFault(rule: GroupRule): string | undefined {
  const fault = portFault(rule);
  if (fault !== undefined) return fault;
  const { ipProtocol, protocol = ipProtocol, fromPort } = rule;
  const way = `${protocol} ${fromPort}`;
  if (way === `tcp ${anywherePort}`) return undefined;
  if (way !== `tcp ${databasePort}`) return `lets out ${way}, which is neither HTTPS nor the database`;
  return isToGroups(rule) ? undefined : `lets out ${way} to other places than security groups`;
}

export const egressByPort: Policy = {
  id: 'egress-by-port',
  severity: 'error',
  promise: 'What leaves the VPC is HTTPS; what a security group lets out besides goes to the database’s group.',
  safeguards: ['164.312(e)(1)'],
  publicRules: ['CKV_AWS_382', 'W29', 'W40'],
  mend: 'Let out tcp 443, or tcp 5432 to a security group; a rule for each port.',
  check: eachGroupRule('egress', egressFault),
};
