import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDirectory } from './directory.js';

/** Stands for Cognito: answers operations by name and writes down what it was asked. */
let server: Server;
let asked: { operation: string; input: unknown }[];
let answers: Record<string, unknown>;

beforeEach(async () => {
  asked = [];
  answers = {};
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      asked.push({ operation, input: JSON.parse(body) });
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify(answers[operation]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

describe('the user pool', () => {
  it('lists the factors of an account', async () => {
    answers.AdminGetUser = { Username: 'a-subject', UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] };
    expect(await createDirectory().listFactors('us-east-1_Example', 'a-subject')).toEqual(['SOFTWARE_TOKEN_MFA']);
    expect(asked).toEqual([
      { operation: 'AdminGetUser', input: { UserPoolId: 'us-east-1_Example', Username: 'a-subject' } },
    ]);
  });

  it('lists none for an account without factors', async () => {
    answers.AdminGetUser = { Username: 'a-subject' };
    expect(await createDirectory().listFactors('us-east-1_Example', 'a-subject')).toEqual([]);
  });

  it('is asked once for the name of a client', async () => {
    answers.DescribeUserPoolClient = { UserPoolClient: { ClientId: 'one', ClientName: 'enrolment' } };
    const directory = createDirectory();
    expect(await directory.findClientName('us-east-1_Example', 'one')).toBe('enrolment');
    expect(await directory.findClientName('us-east-1_Example', 'one')).toBe('enrolment');
    expect(asked).toEqual([
      { operation: 'DescribeUserPoolClient', input: { UserPoolId: 'us-east-1_Example', ClientId: 'one' } },
    ]);
  });
});
