import { describe, expect, it } from 'vitest';
import { identify, type RequestContext, toCaller } from './identity.js';
import { Problem } from './problem.js';

const access = { sub: 'ada', token_use: 'access' };

describe('the caller of a token', () => {
  it.each([
    ['[admin]', 'admin'],
    ['[medic]', 'medic'],
    ['[staff]', 'staff'],
    ['[patient]', 'patient'],
    ['[admin medic]', 'admin'],
    ['[patient staff medic]', 'medic'],
    ['[medic, admin]', 'admin'],
    ['admin', 'admin'],
    ['patient,staff', 'staff'],
    [['patient'], 'patient'],
    [['patient', 'admin'], 'admin'],
    [['nurses', 'staff'], 'staff'],
    [['service', 'patient'], 'patient'],
    ['[service]', null],
    [['service'], null],
    ['[]', null],
    ['', null],
    [[], null],
    ['[Admin]', null],
    ['[administrators]', null],
    ['[not-admin]', null],
    [['admin medic'], null],
    [[['admin']], null],
    [[7, null], null],
    [7, null],
    [{ admin: true }, null],
    [null, null],
    [undefined, null],
  ])('with the groups %j has the role %s', (groups, role) => {
    expect(toCaller({ ...access, 'cognito:groups': groups })).toEqual({ subject: 'ada', role });
  });

  it.each([
    [{}],
    [{ token_use: 'access' }],
    [{ sub: '', token_use: 'access' }],
    [{ sub: 7, token_use: 'access' }],
    [{ sub: 'ada' }],
    [{ sub: 'ada', token_use: 'id' }],
    [{ sub: 'ada', token_use: 'ACCESS' }],
    [{ sub: 'ada', token_use: ['access'] }],
  ])('is unauthenticated unless the claims are from an access token: %j', (claims) => {
    expect(toCaller({ ...claims, 'cognito:groups': '[admin]' })).toBe(undefined);
  });
});

const admin = { ...access, 'cognito:groups': ['admin'] };
const jwt = (claims: object): RequestContext => ({ authorizer: { jwt: { claims: { ...claims } } } });
const arn = 'arn:aws:iam::123456789012:role/agent';

/** Accepts one token and records the ones it was called with. */
const verifier = () => {
  const asked: string[] = [];
  const verify = async (token: string) => {
    asked.push(token);
    if (token !== 'good') throw new Error('The token is forged.');
    return { ...admin, sub: 'of the token' };
  };
  return { asked, verify };
};

/** The result of an authentication attempt: the caller, or the header of the 401. */
const describeOutcome = async (...[context, authorization, verify]: Parameters<typeof identify>) => {
  try {
    const { subject, role } = await identify(context, authorization, verify);
    return `${subject}, ${role}`;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return `${error.status} ${error.options.headers?.['WWW-Authenticate'] ?? ''}`.trim();
  }
};

describe('the caller', () => {
  it.each<[string, RequestContext | undefined, string]>([
    ['nothing', undefined, '401'],
    ['no authorizer', {}, '401'],
    ['an empty authorizer', { authorizer: {} }, '401'],
    ['no claims', { authorizer: { jwt: {} } }, '401'],
    ['an access token', jwt(admin), 'ada, admin'],
    ['an access token without a group', jwt(access), 'ada, null'],
    ['an id token', jwt({ ...admin, token_use: 'id' }), '401'],
    ['an IAM principal', { authorizer: { iam: { userArn: arn } } }, `${arn}, service`],
    ['an IAM principal without a name', { authorizer: { iam: { userArn: '' } } }, '401'],
    ['both', { authorizer: { ...jwt(admin).authorizer, iam: { userArn: arn } } }, `${arn}, service`],
  ])('is taken from API Gateway: %s', async (_what, context, expected) => {
    expect(await describeOutcome(context, undefined, undefined)).toBe(expected);
  });

  it.each([
    ['Bearer good', 'of the token, admin'],
    ['bearer  good', 'of the token, admin'],
    ['Bearer bad', '401 Bearer error="invalid_token"'],
    ['good', '401'],
    ['Basic good', '401'],
    ['Bearer', '401'],
    ['Bearer ', '401'],
    ['Bearer good good', '401'],
    ['Bearer good, Bearer good', '401'],
    [undefined, '401'],
  ])('is taken from the token if the function can verify it: %s', async (authorization, expected) => {
    expect(await describeOutcome(undefined, authorization, verifier().verify)).toBe(expected);
  });

  it("is unauthenticated if the token can't be verified", async () => {
    expect(await describeOutcome(undefined, 'Bearer good', undefined)).toBe('401');
  });

  it('is the one API Gateway authenticated, regardless of the header', async () => {
    const { asked, verify } = verifier();
    expect(await describeOutcome(jwt(access), 'Bearer good', verify)).toBe('ada, null');
    expect(await describeOutcome(jwt({ ...admin, token_use: 'id' }), 'Bearer good', verify)).toBe('401');
    expect(await describeOutcome({ authorizer: { iam: { userArn: arn } } }, 'Bearer good', verify)).toBe(
      `${arn}, service`,
    );
    expect(asked).toEqual([]);
  });

  it('is not told why a token was rejected', async () => {
    const refusal = await identify(undefined, 'Bearer bad', verifier().verify).catch((error) => error);
    expect([refusal.kind, refusal.message, refusal.cause.message]).toEqual([
      'unauthenticated',
      'Authentication required',
      'The token is forged.',
    ]);
  });
});
