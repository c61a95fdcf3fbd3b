import type { PreTokenGenerationTriggerEvent } from 'aws-lambda';
import { enrolmentClientName, isWorkforce } from '../groups.js';
import { createDirectory, type Directory } from './directory.js';

/** The only factor that the pool offers. Cognito requires it of every account that has set it up. */
const requiredFactor = 'SOFTWARE_TOKEN_MFA';

/**
 * Creates the trigger that runs before each token, at sign-in and at every refresh. It refuses tokens to the clinic's
 * workforce until they have a second factor, which Cognito then requires at sign-in. They set it up through the enrollment
 * client, whose tokens have no group and can't be refreshed: a session that began without the factor may belong to an
 * attacker and must gain no rights once the factor exists. See docs/adr/0011-one-user-pool.md.
 *
 * @throws Error if the token is refused; Cognito shows its message to the user
 */
export function createTokenTrigger(directory: Directory) {
  return async (event: PreTokenGenerationTriggerEvent): Promise<PreTokenGenerationTriggerEvent> => {
    const { userPoolId, userName, callerContext, request } = event;
    if (!(request.groupConfiguration.groupsToOverride ?? []).some(isWorkforce)) return event;
    if ((await directory.findClientName(userPoolId, callerContext.clientId)) === enrolmentClientName) {
      // An empty object removes the groups from both tokens; omitting it would keep them.
      return { ...event, response: { claimsOverrideDetails: { groupOverrideDetails: {} } } };
    }
    const factors = await directory.listFactors(userPoolId, userName);
    if (!factors.includes(requiredFactor)) throw new Error('Set up an authenticator app first.');
    return event;
  };
}

export const handler = createTokenTrigger(createDirectory());
