import type { PreTokenGenerationTriggerEvent } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import type { Directory } from './directory.js';
import { createTokenTrigger } from './handler.js';

type Source = PreTokenGenerationTriggerEvent['triggerSource'];

/** What Cognito sends before it makes a token. */
const createEvent = (
  groupsToOverride: string[] | undefined,
  clientId = 'app-id',
  triggerSource: Source = 'TokenGeneration_Authentication',
): PreTokenGenerationTriggerEvent =>
  ({
    version: '1',
    triggerSource,
    region: 'us-east-1',
    userPoolId: 'us-east-1_Example',
    userName: 'a-subject',
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      userAttributes: { sub: 'a-subject' },
      groupConfiguration: { groupsToOverride, iamRolesToOverride: [], preferredRole: undefined },
    },
    response: { claimsOverrideDetails: null },
  }) as unknown as PreTokenGenerationTriggerEvent;

const names: Record<string, string> = { 'app-id': 'app', 'enrolment-id': 'enrolment' };

function directoryWith(factors: string[]) {
  const listFactors = vi.fn(async (_userPoolId: string, _username: string) => factors);
  const findClientName = vi.fn(async (_userPoolId: string, clientId: string) => names[clientId]);
  return { listFactors: listFactors, findClientName: findClientName } satisfies Directory;
}

const workforce = ['admin', 'medic', 'staff'];
const sources: Source[] = [
  'TokenGeneration_Authentication',
  'TokenGeneration_HostedAuth',
  'TokenGeneration_NewPasswordChallenge',
  'TokenGeneration_RefreshTokens',
];

describe('a token of the app client', () => {
  it.each(workforce)('is refused to %s without a second factor', async (group) => {
    await expect(createTokenTrigger(directoryWith([]))(createEvent([group]))).rejects.toThrow(
      'Set up an authenticator app first.',
    );
  });

  it.each(workforce)('keeps the groups of %s with a second factor', async (group) => {
    const directory = directoryWith(['SOFTWARE_TOKEN_MFA']);
    const event = createEvent([group]);
    expect(await createTokenTrigger(directory)(event)).toBe(event);
    expect(directory.listFactors.mock.calls).toEqual([['us-east-1_Example', 'a-subject']]);
  });

  it.each(sources)('is refused without a second factor for every trigger source: %s', async (source) => {
    const trigger = createTokenTrigger(directoryWith([]));
    await expect(trigger(createEvent(['staff'], 'app-id', source))).rejects.toThrow();
  });

  it('is refused without a second factor to a patient who also works for the clinic', async () => {
    await expect(createTokenTrigger(directoryWith([]))(createEvent(['patient', 'staff']))).rejects.toThrow();
  });

  it('is refused without a second factor to an unknown group', async () => {
    await expect(createTokenTrigger(directoryWith([]))(createEvent(['auditor']))).rejects.toThrow();
  });

  it('is refused to accounts with only another factor', async () => {
    await expect(createTokenTrigger(directoryWith(['SMS_MFA', 'EMAIL_OTP']))(createEvent(['medic']))).rejects.toThrow();
  });

  it.each([[['patient']], [[]], [undefined]])('is issued to %j without lookups', async (groups) => {
    const directory = directoryWith([]);
    const event = createEvent(groups);
    expect(await createTokenTrigger(directory)(event)).toBe(event);
    expect(directory.listFactors).not.toHaveBeenCalled();
    expect(directory.findClientName).not.toHaveBeenCalled();
  });

  it('is refused if the lookup fails', async () => {
    const directory: Directory = {
      ...directoryWith(['SOFTWARE_TOKEN_MFA']),
      listFactors: () => Promise.reject(new Error('TooManyRequestsException')),
    };
    await expect(createTokenTrigger(directory)(createEvent(['admin']))).rejects.toThrow('TooManyRequestsException');
  });
});

describe('a token of the enrolment client', () => {
  it.each([[[]], [['SOFTWARE_TOKEN_MFA']]])('carries no groups, regardless of factors: %j', async (factors) => {
    const answer = await createTokenTrigger(directoryWith(factors))(createEvent(['admin'], 'enrolment-id'));
    expect(answer.response).toEqual({ claimsOverrideDetails: { groupOverrideDetails: {} } });
    expect(answer.request).toEqual(createEvent(['admin']).request);
  });

  it('is refused to a client without a known name', async () => {
    await expect(createTokenTrigger(directoryWith([]))(createEvent(['admin'], 'other-id'))).rejects.toThrow();
  });
});
