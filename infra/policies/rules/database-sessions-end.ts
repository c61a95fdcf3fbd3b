import type { PlannedResource } from '../../preview/planned-resource.js';
import { type Judge, ofType, type Policy } from '../policy.js';
import { eachParameters, parameterOf } from './parameters.js';

/** A session that does nothing, within a transaction or without, must end within this. */
const longestMilliseconds = 15 * 60_000;

const ends =
  (parameter: string, what: string): Judge =>
  (group) => {
    const milliseconds = Number(parameterOf(group, parameter) ?? 0);
    return milliseconds > 0 && milliseconds <= longestMilliseconds
      ? undefined
      : `ends idle ${what} after ${milliseconds === 0 ? 'no time at all' : `${milliseconds} ms`}`;
  };

const endsTransactions = ends('idle_in_transaction_session_timeout', 'transactions');
const endsSessions = ends('idle_session_timeout', 'sessions');

/** RDS Proxy keeps connections that nobody uses on purpose; who is behind it is ended by the proxy. */
const isBehindProxy = (group: PlannedResource, resources: readonly PlannedResource[]): boolean =>
  ofType(resources, 'aws:rds/cluster:Cluster')
    .filter((cluster) => cluster.dependencies.includes(group.urn))
    .some(({ urn }) =>
      ofType(resources, 'aws:rds/proxyTarget:ProxyTarget').some(({ dependencies }) => dependencies.includes(urn)),
    );

export const databaseSessionsEnd: Policy = {
  id: 'database-sessions-end',
  severity: 'error',
  promise: 'A session that was abandoned, in a transaction or not, is ended.',
  safeguards: ['164.312(a)(2)(iii)'],
  publicRules: [],
  mend: 'Set idle_in_transaction_session_timeout and, without RDS Proxy, idle_session_timeout, in milliseconds, to 900000 or less.',
  check: eachParameters(
    (group, resources) =>
      endsTransactions(group, resources) ??
      (isBehindProxy(group, resources) ? undefined : endsSessions(group, resources)),
  ),
};
