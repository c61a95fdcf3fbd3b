import type { Policy } from '../policy.js';
import { eachParameters, parameterOf } from './parameters.js';

/** A session that holds a transaction open and does nothing must end within this. */
const longestMilliseconds = 15 * 60_000;

export const databaseSessionsEnd: Policy = {
  id: 'database-sessions-end',
  severity: 'error',
  promise: 'A session that was abandoned in a transaction is ended.',
  safeguards: ['164.312(a)(2)(iii)'],
  publicRules: [],
  mend: 'Set idle_in_transaction_session_timeout, in milliseconds, to 900000 or less.',
  check: eachParameters((group) => {
    const milliseconds = Number(parameterOf(group, 'idle_in_transaction_session_timeout') ?? 0);
    return milliseconds > 0 && milliseconds <= longestMilliseconds
      ? undefined
      : `ends idle transactions after ${milliseconds === 0 ? 'no time at all' : `${milliseconds} ms`}`;
  }),
};
