import type { PlannedResource } from '../../preview/planned-resource.js';
import { anyOf, each, inputOf, type Judge, mustBe, numberOf, type Policy } from '../policy.js';

const minutesOf: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 24 * 60 };

/** Automatic logoff within half an hour, and a new sign-in each day of work. */
const most = { accessToken: 30, idToken: 30, refreshToken: 12 * 60 };

/** Cognito's units where a client names none. */
const defaultUnits = { accessToken: 'hours', idToken: 'hours', refreshToken: 'days' } as const;

function validMinutes(client: PlannedResource, token: keyof typeof most): number {
  const unit = String(inputOf(client, `tokenValidityUnits.${token}`) ?? defaultUnits[token]);
  return numberOf(client, `${token}Validity`) * (minutesOf[unit] ?? Number.NaN);
}

const short =
  (token: keyof typeof most): Judge =>
  (client) => {
    const minutes = validMinutes(client, token);
    return minutes <= most[token]
      ? undefined
      : `has a ${token} that holds for ${minutes} minutes, not ${most[token]} or less`;
  };

export const clientTokensShort: Policy = {
  id: 'client-tokens-short',
  severity: 'error',
  promise: 'Who walks away is signed out within half an hour, and a sign-in can be taken back.',
  safeguards: ['164.312(a)(2)(iii)'],
  publicRules: [],
  mend: 'Lower identity.accessTokenMinutes and identity.refreshTokenHours.',
  check: each(
    'aws:cognito/userPoolClient:UserPoolClient',
    anyOf(short('accessToken'), short('idToken'), short('refreshToken'), mustBe('enableTokenRevocation', true)),
  ),
};
