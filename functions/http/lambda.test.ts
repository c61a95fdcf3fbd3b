import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { medicsRouter } from '../medics/routes.js';
import { createHandler } from './lambda.js';
import { maximumHeaderBytes, maximumJsonDepth, maximumUrlBytes } from './limits.js';

let api: TestApi;
let handler: ReturnType<typeof createHandler>;
beforeAll(async () => {
  api = await createTestApi([medicsRouter]);
  handler = createHandler(api.app);
});
afterAll(() => api.close());

const claims = {
  auth_time: '1772459000',
  client_id: '3n4b5urk1ft4fl3mg5e62d9ado',
  'cognito:groups': '[admin]',
  exp: '1772462600',
  iat: '1772459000',
  iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_example',
  jti: '11111111-2222-4333-8444-555555555555',
  scope: 'aws.cognito.signin.user.admin',
  sub: 'ada-account',
  token_use: 'access',
  username: 'ada',
};
const jwt = (changes: object = {}) => ({ jwt: { claims: { ...claims, ...changes }, scopes: null } });
const iam = {
  iam: {
    accessKey: 'ASIAEXAMPLE',
    accountId: '123456789012',
    callerId: 'AROAEXAMPLE:session',
    cognitoIdentity: null,
    principalOrgId: 'o-example',
    userArn: 'arn:aws:sts::123456789012:assumed-role/agent/session',
    userId: 'AROAEXAMPLE:session',
  },
};

/** An event of API Gateway's HTTP API in payload format 2.0. */
function createEvent(method: string, path: string, fields: Record<string, unknown> = {}, authorizer: unknown = jwt()) {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  return {
    version: '2.0',
    routeKey: `${method} /v1/medics/{proxy+}`,
    rawPath,
    rawQueryString,
    headers: {
      accept: '*/*',
      'content-length': '0',
      host: 'abc123.execute-api.us-east-1.amazonaws.com',
      'user-agent': 'curl/8.5.0',
      'x-amzn-trace-id': 'Root=1-69a59d00-000000000000000000000000',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc123',
      ...(authorizer === null ? {} : { authorizer }),
      domainName: 'abc123.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'abc123',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'curl/8.5.0' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: `${method} /v1/medics/{proxy+}`,
      stage: '$default',
      time: '02/Mar/2026:14:00:00 +0000',
      timeEpoch: 1772460000000,
    },
    isBase64Encoded: false,
    ...fields,
  };
}

/** Calls the function and parses the body of its result. */
async function invoke(event: unknown) {
  const result = await handler(event as APIGatewayProxyEventV2);
  const headers = result.headers as Record<string, string>;
  const isJson = headers['content-type']?.includes('json');
  return { ...result, headers, json: isJson ? JSON.parse(result.body ?? '') : undefined };
}

const createBody = (body: unknown, contentType = 'application/json', isBase64Encoded = false) => {
  const text = JSON.stringify(body);
  return {
    headers: { 'content-type': contentType, 'content-length': String(Buffer.byteLength(text)) },
    body: isBase64Encoded ? Buffer.from(text).toString('base64') : text,
    isBase64Encoded,
  };
};

let licences = 0;
const medic = (fields: object = {}) => {
  licences += 1;
  return { givenName: 'Renée', familyName: 'Ó Briain-Ñandú 山', licenseNumber: `X-${licences}`, ...fields };
};
const created = async (fields: object = {}) =>
  (await invoke(createEvent('POST', '/v1/medics', createBody(medic(fields))))).json;

describe('a request through API Gateway', () => {
  it.each([false, true])(
    'creates a record from a text or base64 body (%s), accents included',
    async (isBase64Encoded) => {
      const input = medic();
      const result = await invoke(
        createEvent('POST', '/v1/medics', createBody(input, 'application/json', isBase64Encoded)),
      );
      expect(result).toMatchObject({ statusCode: 201, isBase64Encoded: false, json: { ...input, version: 1 } });
      expect(result.headers).toMatchObject({
        'content-type': 'application/json',
        location: `/v1/medics/${result.json.id}`,
        etag: '"1"',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      expect(result.headers['x-request-id']).toBe('JKJaXmPLvHcESHA=');
      const [row] = await api.db.sql`select family_name from medics where id = ${result.json.id}`;
      expect(row?.family_name).toBe(input.familyName);
    },
  );

  it('reads with a percent-encoded query, including plus signs and repeated names', async () => {
    const { id } = await created({ specialty: 'Heart & lungs' });
    const found = async (query: string) => {
      const result = await invoke(createEvent('GET', `/v1/medics?${query}`));
      return [result.statusCode, result.json.data?.map((row: { id: string }) => row.id)];
    };
    expect(await found('specialty=Heart%20%26%20lungs')).toEqual([200, [id]]);
    expect(await found('specialty=Heart+%26+lungs')).toEqual([200, [id]]);
    expect(await found('specialty=Heart%20%26%20lungs&search=ren%C3%A9e')).toEqual([200, [id]]);
    expect((await invoke(createEvent('GET', '/v1/medics?limit=1&limit=2'))).statusCode).toBe(422);
    expect((await invoke(createEvent('GET', '/v1/medics?search=%'))).statusCode).toBe(422);
  });

  it('updates with a merge patch, which API Gateway sends in base64', async () => {
    const { id } = await created();
    const patch = createBody({ department: 'Förde' }, 'application/merge-patch+json', true);
    const result = await invoke(createEvent('PATCH', `/v1/medics/${id}`, patch));
    expect([result.statusCode, result.json.department, result.headers.etag]).toEqual([200, 'Förde', '"2"']);
  });

  it('removes with 204 and no body', async () => {
    const { id } = await created();
    const result = await invoke(createEvent('DELETE', `/v1/medics/${id}`));
    expect([result.statusCode, result.body, result.headers['content-type']]).toEqual([204, '', undefined]);
    expect(result.headers['x-request-id']).toBe('JKJaXmPLvHcESHA=');
  });

  it('returns 304 without a body if the caller has the current version', async () => {
    const { id } = await created();
    const event = createEvent('GET', `/v1/medics/${id}`, { headers: { 'if-none-match': '"1"' } });
    const result = await invoke(event);
    expect([result.statusCode, result.body, result.headers.etag]).toEqual([304, '', '"1"']);
  });

  it('keeps the request id that the caller sent, and no other header', async () => {
    const headers = { 'x-request-id': 'from-the-client', 'x-forwarded-host': 'evil.example' };
    const result = await invoke(createEvent('GET', '/v1/medics', { headers, cookies: ['session=1', 'theme=dark'] }));
    expect([result.statusCode, result.headers['x-request-id'], result.cookies]).toEqual([
      200,
      'from-the-client',
      undefined,
    ]);
    expect(JSON.stringify(result.headers)).not.toContain('evil.example');
  });

  it('answers a preflight request without a token', async () => {
    const asking = { origin: 'https://app.clinic.example', 'access-control-request-method': 'POST' };
    const known = await invoke(createEvent('OPTIONS', '/v1/medics', { headers: asking }, null));
    expect([known.statusCode, known.headers.allow]).toEqual([204, 'GET, HEAD, POST']);
    expect((await invoke(createEvent('OPTIONS', '/v1/nowhere', { headers: asking }, null))).statusCode).toBe(404);
  });

  it('returns problem documents', async () => {
    const missing = await invoke(createEvent('GET', '/v1/nowhere'));
    expect([missing.statusCode, missing.headers['content-type'], missing.json.instance]).toEqual([
      404,
      'application/problem+json',
      '/v1/nowhere',
    ]);
    const other = await invoke(createEvent('PUT', '/v1/medics', createBody({})));
    expect([other.statusCode, other.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
    const empty = await invoke(createEvent('POST', '/v1/medics', { headers: { 'content-type': 'application/json' } }));
    expect([empty.statusCode, empty.json.type]).toEqual([400, '/problems/malformed-request']);
    const bytes = await invoke(
      createEvent('POST', '/v1/medics', {
        headers: { 'content-type': 'application/json' },
        body: Buffer.from([0x7b, 0xff, 0x7d]).toString('base64'),
        isBase64Encoded: true,
      }),
    );
    expect([bytes.statusCode, bytes.json.detail]).toEqual([400, 'The body is not valid UTF-8.']);
  });

  it('measures the body instead of trusting its header', async () => {
    const large = createBody(medic({ department: 'x'.repeat(1024 * 1024) }));
    const result = await invoke(
      createEvent('POST', '/v1/medics', { ...large, headers: { ...large.headers, 'content-length': '10' } }),
    );
    expect([result.statusCode, result.json.type]).toEqual([413, '/problems/payload-too-large']);
  });

  const deep = `${'['.repeat(maximumJsonDepth + 1)}${']'.repeat(maximumJsonDepth + 1)}`;
  it.each([
    ['path and query', createEvent('GET', `/v1/medics?search=${'x'.repeat(maximumUrlBytes)}`), 414],
    [
      'header fields',
      createEvent('GET', '/v1/medics', { headers: { 'x-filler': 'x'.repeat(maximumHeaderBytes) } }),
      431,
    ],
    [
      'the nesting of a body',
      createEvent('POST', '/v1/medics', { headers: { 'content-type': 'application/json' }, body: deep }),
      422,
    ],
  ])('has its own limit for %s, whatever API Gateway accepts', async (_what, event, status) => {
    expect((await invoke(event)).statusCode).toBe(status);
  });
});

describe('the caller of an event', () => {
  const findRole = async (authorizer: unknown) => {
    const id = (await created({ email: 'renee@clinic.example' })).id;
    const { statusCode, json } = await invoke(createEvent('GET', `/v1/medics/${id}`, {}, authorizer));
    if (statusCode !== 200) return statusCode;
    if ('accountSubject' in json) return 'admin';
    return 'email' in json ? 'not a patient' : 'patient';
  };

  it.each([
    ['[admin]', 'admin'],
    ['[admin medic]', 'admin'],
    ['[patient admin]', 'admin'],
    ['[medic]', 'not a patient'],
    ['[patient]', 'patient'],
    ['[]', 403],
    ['[nurse]', 403],
    ['[service]', 403],
    [undefined, 403],
  ])('has the groups that API Gateway flattens to %s', async (groups, expected) => {
    expect(await findRole(jwt({ 'cognito:groups': groups }))).toBe(expected);
  });

  it.each([
    ['no authorizer', null],
    ['an empty authorizer', {}],
    ['an id token', jwt({ token_use: 'id', client_id: undefined, aud: claims.client_id })],
    ['a token without a subject', jwt({ sub: undefined })],
    ['invalid claims', { jwt: { claims: 'admin' } }],
    ['a context of a Lambda authorizer', { lambda: { role: 'admin' } }],
    ['an IAM principal without a name', { iam: { userArn: '' } }],
  ])('is unauthenticated with %s', async (_what, authorizer) => {
    const result = await invoke(createEvent('GET', '/v1/medics', {}, authorizer));
    expect([result.statusCode, result.json.type, result.headers['www-authenticate']]).toEqual([
      401,
      '/problems/unauthenticated',
      'Bearer',
    ]);
  });

  it('is a machine with an IAM principal, never an administrator', async () => {
    expect(await findRole(iam)).toBe('not a patient');
    expect(await findRole({ ...jwt(), ...iam })).toBe('not a patient');
    const refused = await invoke(
      createEvent(
        'POST',
        '/v1/medics',
        { ...createBody(medic()), headers: { ...createBody({}).headers, 'x-request-id': 'iam' } },
        iam,
      ),
    );
    expect(refused.statusCode).toBe(403);
    const [event] = await api.db.sql`select actor_role, actor_subject from audit_events where request_id = 'iam'`;
    expect(event).toEqual({ actor_role: 'service', actor_subject: iam.iam.userArn });
  });

  it('is not taken from a header that API Gateway did not verify', async () => {
    const headers = { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' };
    expect((await invoke(createEvent('GET', '/v1/medics', { headers }, null))).statusCode).toBe(401);
  });
});

describe('an event that is not a request', () => {
  const whole = createEvent('GET', '/v1/medics');
  const { requestContext } = whole;
  const without = (name: keyof typeof whole) => {
    const { [name]: _left, ...rest } = whole;
    return rest;
  };

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty event', {}],
    ['a text', 'GET /v1/medics'],
    ['a list', []],
    ['an event without a context', without('requestContext')],
    ['an event with a null context', { ...whole, requestContext: null }],
    ['an event without http', { ...whole, requestContext: { ...requestContext, http: undefined } }],
    ['an invalid method', createEvent('G T', '/v1/medics')],
    ['a forbidden method', createEvent('TRACE', '/v1/medics')],
    ['an invalid header name', { ...whole, headers: { 'a b': 'x' } }],
    ['a line break in a header', { ...whole, headers: { accept: 'x\r\ny: z' } }],
    ["a header that can't be encoded as bytes", { ...whole, headers: { accept: '山' } }],
    ['cookies that are not a list', { ...whole, cookies: 'a=b' }],
    ['an invalid domain', { ...whole, requestContext: { ...requestContext, domainName: 'a b' } }],
    ['a null body in a POST', { ...createEvent('POST', '/v1/medics'), body: null }],
    ['a numeric body', { ...createEvent('POST', '/v1/medics'), body: 7 }],
    ['an S3 event', { Records: [{ eventSource: 'aws:s3' }] }],
    ['a scheduled event', { version: '0', 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }],
    ['an event in payload format 1.0', { version: '1.0', httpMethod: 'GET', path: '/v1/medics', requestContext: {} }],
  ])('returns 400 instead of throwing: %s', async (_what, event) => {
    const result = await invoke(event);
    expect([result.statusCode, result.headers['content-type'], result.json.type]).toEqual([
      400,
      'application/problem+json',
      '/problems/malformed-request',
    ]);
  });

  it("uses API Gateway's request id", async () => {
    const result = await invoke({ ...whole, cookies: 7, requestContext: { ...requestContext, http: null } });
    expect([result.statusCode, result.json.requestId]).toEqual([400, 'JKJaXmPLvHcESHA=']);
  });
});

describe('an unusual event', () => {
  it.each([
    ['unknown fields', { pathParameters: { proxy: 'x' }, stageVariables: null, surprise: [1] }],
    ['no headers', { headers: undefined }],
    ['null headers', { headers: null }],
    ['no query', { rawQueryString: undefined }],
    ['an undefined header', { headers: { accept: undefined } }],
    ['no cookies', { cookies: [] }],
    ['a body in a GET', { body: '{', headers: { 'content-type': 'application/json' } }],
    ['a null body', { body: null }],
  ])('is served: %s', async (_what, fields) => {
    expect((await invoke(createEvent('GET', '/v1/medics', fields))).statusCode).toBe(200);
  });

  it.each(['//v1/medics', '//evil.example/v1/medics', '/v1//medics', '/', '/v1/medics/../nowhere'])(
    'returns 404 for %s',
    async (path) => {
      expect((await invoke(createEvent('GET', path))).statusCode).toBe(404);
    },
  );

  it('rejects invalid base64 as a body that is not JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    const result = await invoke(createEvent('POST', '/v1/medics', { headers, body: '!"§$%&', isBase64Encoded: true }));
    expect([result.statusCode, result.json.type]).toEqual([400, '/problems/malformed-request']);
  });
});
