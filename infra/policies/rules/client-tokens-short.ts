import type { PlannedResource } from '../../preview/planned-resource.js';
import { checkAll, checkEach, mustBe, type Policy, type ResourceCheck, readInput, readInputNumber } from '../policy.js';

const minutesPerUnit: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 24 * 60 };

/** Automatic logoff within half an hour, and a new sign-in each day of work. */
const maximumMinutes = { accessToken: 30, idToken: 30, refreshToken: 12 * 60 };

/** Cognito's units where a client names none. */
const defaultUnits = { accessToken: 'hours', idToken: 'hours', refreshToken: 'days' } as const;

function readValidMinutes(client: PlannedResource, token: keyof typeof maximumMinutes): number {
  const unit = String(readInput(client, `tokenValidityUnits.${token}`) ?? defaultUnits[token]);
  return readInputNumber(client, `${token}Validity`) * (minutesPerUnit[unit] ?? Number.NaN);
}

const checkLifetime =
  (token: keyof typeof maximumMinutes): ResourceCheck =>
  (client) => {
    const minutes = readValidMinutes(client, token);
    return minutes <= maximumMinutes[token]
      ? undefined
      : `has a ${token} that holds for ${minutes} minutes, not ${maximumMinutes[token]} or less`;
  };

export const clientTokensShort: Policy = {
  id: 'client-tokens-short',
  severity: 'error',
  promise: 'Who walks away is signed out within half an hour, and a sign-in can be taken back.',
  safeguards: ['164.312(a)(2)(iii)'],
  publicRules: [],
  fix: 'Lower identity.accessTokenMinutes and identity.refreshTokenHours.',
  check: checkEach(
    'aws:cognito/userPoolClient:UserPoolClient',
    checkAll(
      checkLifetime('accessToken'),
      checkLifetime('idToken'),
      checkLifetime('refreshToken'),
      mustBe('enableTokenRevocation', true),
    ),
  ),
};
