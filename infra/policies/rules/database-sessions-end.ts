import type { PlannedResource } from '../../preview/planned-resource.js';
import { filterByType, type Policy, type ResourceCheck } from '../policy.js';
import { checkParameterGroup, readParameter } from './parameters.js';

/** A session that does nothing, within a transaction or without, must end within this. */
const maximumMilliseconds = 15 * 60_000;

const checkTimeout =
  (parameter: string, what: string): ResourceCheck =>
  (group) => {
    const milliseconds = Number(readParameter(group, parameter) ?? 0);
    return milliseconds > 0 && milliseconds <= maximumMilliseconds
      ? undefined
      : `ends idle ${what} after ${milliseconds === 0 ? 'no time at all' : `${milliseconds} ms`}`;
  };

const checkIdleTransactions = checkTimeout('idle_in_transaction_session_timeout', 'transactions');
const checkIdleSessions = checkTimeout('idle_session_timeout', 'sessions');

/** RDS Proxy keeps connections that nobody uses on purpose; who is behind it is ended by the proxy. */
const isBehindProxy = (group: PlannedResource, resources: readonly PlannedResource[]): boolean =>
  filterByType(resources, 'aws:rds/cluster:Cluster')
    .filter((cluster) => cluster.dependencies.includes(group.urn))
    .some(({ urn }) =>
      filterByType(resources, 'aws:rds/proxyTarget:ProxyTarget').some(({ dependencies }) => dependencies.includes(urn)),
    );

export const databaseSessionsEnd: Policy = {
  id: 'database-sessions-end',
  severity: 'error',
  promise: 'A session that was abandoned, in a transaction or not, is ended.',
  safeguards: ['164.312(a)(2)(iii)'],
  publicRules: [],
  fix: 'Set idle_in_transaction_session_timeout and, without RDS Proxy, idle_session_timeout, in milliseconds, to 900000 or less.',
  check: checkParameterGroup(
    (group, resources) =>
      checkIdleTransactions(group, resources) ??
      (isBehindProxy(group, resources) ? undefined : checkIdleSessions(group, resources)),
  ),
};
