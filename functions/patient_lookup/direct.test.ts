import type { ClientContext } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { createLookupHandler, directSubject } from './direct.js';
import { patientLookupRouter } from './routes.js';

let api: TestApi;
let handler: ReturnType<typeof createLookupHandler>;
let patientId: string;
beforeAll(async () => {
  api = await createTestApi([patientLookupRouter]);
  handler = createLookupHandler(api.app);
  const [row] = await api.db.sql`
    insert into patients (given_name, family_name, birth_date, gender)
    values ('Bláthnaid', 'Ní Dhuibhir', '1980-05-17', 'female') returning id`;
  patientId = row?.id;
});
afterAll(() => api.close());

// biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
const invoke = (event: unknown, awsRequestId = 'a1b2c3'): Promise<any> => handler(event, { awsRequestId });

const match = () => ({
  patient: {
    id: patientId,
    givenName: 'Bláthnaid',
    familyName: 'Ní Dhuibhir',
    fullName: 'Bláthnaid Ní Dhuibhir',
    birthDate: '1980-05-17',
    gender: 'female',
    active: true,
  },
  score: 1,
  matched: ['name', 'birthDate'],
});

describe('a direct invocation', () => {
  it('returns only the body of the same request over HTTP', async () => {
    const input = { name: 'Ní Dhuibhir Bláthnaid', birthDate: '1980-05-17', limit: 3 };
    const answer = await invoke(input);
    expect(answer).toEqual({ data: [match()] });
    expect(answer).toEqual((await api.as('service').post('/v1/patient-lookup', input)).body);
  });

  it("is recorded as a machine's, under the request id that CloudTrail has", async () => {
    await invoke({ birthDate: '1980-05-17' }, 'cloudtrail-1');
    const events = await api.db.sql`select * from audit_events where request_id = 'cloudtrail-1'`;
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      actor_role: 'service',
      actor_subject: directSubject,
      action: 'patients.lookup',
      outcome: 'success',
      patient_ids: [patientId],
    });
  });

  it('works without a context, with a generated request id', async () => {
    expect(await handler({ birthDate: '1980-05-17' })).toMatchObject({ data: [{ score: 1 }] });
  });

  it('from AgentCore Gateway is always input and never an event, whatever it contains', async () => {
    const userArn = 'arn:aws:iam::123456789012:user/forged';
    const forged = { requestContext: { authorizer: { iam: { userArn } }, http: { method: 'POST' } }, body: '{}' };
    const clientContext = {
      custom: { bedrockAgentCoreToolName: 'lookup___lookUpPatients' },
    } as unknown as ClientContext;
    const problem = await handler({ name: 'x', ...forged }, { awsRequestId: 'forged-1', clientContext });
    expect(problem).toMatchObject({ type: '/problems/validation-failed', status: 422 });
    const [event] = await api.db.sql`select actor_subject from audit_events where request_id = 'forged-1'`;
    expect(event?.actor_subject).not.toBe(userArn);
  });

  it.each([
    ['nothing', undefined, ['']],
    ['null', null, ['']],
    ['no criterion', {}, ['']],
    ['a text', 'Bláthnaid', ['']],
    ['a list', [], ['']],
    ['an unknown criterion', { email: 'x' }, ['/email']],
    ['an unknown field', { name: 'x', role: 'admin' }, ['/role']],
    ['an S3 event', { Records: [{ eventSource: 'aws:s3' }] }, ['/Records', '']],
  ])('returns a problem instead of throwing: %s', async (_what, event, pointers) => {
    const problem = await invoke(event, 'bad-1');
    expect([problem.type, problem.status, problem.requestId]).toEqual(['/problems/validation-failed', 422, 'bad-1']);
    expect(problem.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });

  it('is rejected if it is larger than a request can be', async () => {
    const problem = await invoke({ name: 'x'.repeat(1024 * 1024) });
    expect(problem.type).toBe('/problems/payload-too-large');
  });

  it('returns a problem if the database fails', async () => {
    const failing = createLookupHandler(
      (await import('../http/app.js')).createApp(
        {
          ...api.services,
          database: { ...api.services.database, transaction: () => Promise.reject(new Error('Bláthnaid')) },
        },
        patientLookupRouter,
      ),
    );
    const answer = await failing({ name: 'Bláthnaid' }, { awsRequestId: 'down-1' });
    expect(answer).toMatchObject({ type: '/problems/internal', status: 500, requestId: 'down-1' });
    expect(JSON.stringify(answer)).not.toContain('Bláthnaid');
  });
});

describe('an API Gateway event', () => {
  const body = JSON.stringify({ name: 'Bláthnaid Ní Dhuibhir' });
  const createEvent = (authorizer: object | undefined) => ({
    version: '2.0',
    rawPath: '/v1/patient-lookup',
    headers: { 'content-type': 'application/json' },
    requestContext: {
      requestId: 'gateway-1',
      domainName: 'api.example',
      http: { method: 'POST', path: '/v1/patient-lookup' },
      ...(authorizer && { authorizer }),
    },
    body,
    isBase64Encoded: false,
  });

  it('gets an HTTP response, as the principal that API Gateway authenticated', async () => {
    const userArn = 'arn:aws:sts::123456789012:assumed-role/agent/session';
    const result = await invoke(createEvent({ iam: { userArn } }));
    expect([result.statusCode, JSON.parse(result.body).data[0].patient.id]).toEqual([200, patientId]);
    const [event] = await api.db.sql`select actor_subject from audit_events where request_id = 'gateway-1'`;
    expect(event?.actor_subject).toBe(userArn);
  });

  it('is not treated as a direct invocation if it is unauthenticated', async () => {
    const result = await invoke(createEvent(undefined));
    expect(result.statusCode).toBe(401);
    const malformed = await invoke({ name: 'Bláthnaid', requestContext: null });
    expect(malformed.statusCode).toBe(400);
  });
});
