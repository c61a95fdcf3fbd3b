import type { PreTokenGenerationTriggerEvent } from 'aws-lambda';
import { enrolmentClientName, isWorkforce } from '../groups.js';
import { createDirectory, type Directory } from './directory.js';

/** The one factor that the pool offers, and so demands of those who have it. */
const requiredFactor = 'SOFTWARE_TOKEN_MFA';

/**
 * Runs before each token, at sign-in and at every refresh. Whoever works for the clinic gets one only with a second
 * factor; Cognito demands the factor of those who have it. To set it up there is a client of its own, whose tokens carry
 * no group and can't be refreshed: a session that began without the factor must not gain rights when it is set up, for it
 * may be somebody else's. See docs/adr/0011-one-user-pool.md.
 *
 * @throws Error where the token is refused; Cognito shows its message to who signs in
 */
export function createTokenTrigger(directory: Directory) {
  return async (event: PreTokenGenerationTriggerEvent): Promise<PreTokenGenerationTriggerEvent> => {
    const { userPoolId, userName, callerContext, request } = event;
    if (!(request.groupConfiguration.groupsToOverride ?? []).some(isWorkforce)) return event;
    if ((await directory.findClientName(userPoolId, callerContext.clientId)) === enrolmentClientName) {
      // An empty object takes the groups out of both tokens; to leave them, nothing is answered.
      return { ...event, response: { claimsOverrideDetails: { groupOverrideDetails: {} } } };
    }
    const factors = await directory.listFactors(userPoolId, userName);
    if (!factors.includes(requiredFactor)) throw new Error('Set up an authenticator app first.');
    return event;
  };
}

export const handler = createTokenTrigger(createDirectory());
