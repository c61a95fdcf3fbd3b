import { connect } from 'node:net';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createTestFolder } from '../../test/support/test-folder.js';
import { createLog } from '../http/log.js';
import { localAgent } from './functions.js';
import { createLocalIssuer, type LocalIssuer } from './issuer.js';
import { createLocalObjects } from './objects.js';
import { createLocalServer, listen } from './server.js';

const folder = createTestFolder();
let db: TestDatabase;
let issuer: LocalIssuer;
let server: Hono;

beforeAll(async () => {
  db = await createTestDatabase();
  issuer = await createLocalIssuer(join(folder, 'issuer.pem'), 'http://localhost:3000');
  const services = {
    database: db.database,
    clinic: { timeZone: 'America/New_York', workingHours: [], bookingHorizonDays: 730 },
    now: () => new Date(),
    log: createLog(() => {}),
    release: 'test',
    verifyToken: issuer.verifyToken,
  };
  const objects = createLocalObjects({
    folder: join(folder, 'objects'),
    origin: 'http://localhost:3000',
    now: services.now,
  });
  server = createLocalServer(services, {
    issuer,
    objects,
    fileRules: parseEnvironment(FileRules, {}),
    agent: localAgent,
  });
});
afterAll(() => db.close());

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

const tokenFor = async (body: unknown) => {
  const answer = await server.request('/local/token', { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as { token: string; detail: string } };
};

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    server.request('/v1/patients', {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'authorization,if-match',
      },
    });

  it.each(['http://localhost:5173', 'https://localhost', 'http://127.0.0.1:8080', 'http://[::1]:5173'])(
    'on this machine can call the API and read its headers: %s',
    async (origin) => {
      const answer = await preflight(origin);
      expect(answer.status).toBe(204);
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(origin);
      expect(answer.headers.get('Access-Control-Allow-Methods')).toContain('PATCH');
      expect(answer.headers.get('Access-Control-Allow-Headers')).toContain('if-match');
      const { headers, status } = await server.request('/v1/patients', { headers: { Origin: origin } });
      expect(status).toBe(401);
      expect(headers.get('Access-Control-Allow-Origin')).toBe(origin);
      expect(headers.get('Access-Control-Expose-Headers')).toContain('etag');
      expect(headers.get('Vary')).toContain('Origin');
    },
  );

  it.each([
    'https://evil.example',
    'http://localhost.evil.example',
    'null',
    'http://localhost@evil.example',
    'localhost',
  ])('elsewhere cannot: %s', async (origin) => {
    for (const answer of [
      await preflight(origin),
      await server.request('/local/tokens', { headers: { Origin: origin } }),
    ]) {
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('the local sign-in', () => {
  it('returns one token as plain text, for a shell', async () => {
    const answer = await server.request('/local/tokens/staff');
    expect((await server.request('/v1/patients', bearer(await answer.text()))).status).toBe(200);
    expect((await server.request('/local/tokens/owner')).status).toBe(404);
  });

  it('returns a token for each role', async () => {
    const tokens = (await (await server.request('/local/tokens')).json()) as Record<string, string>;
    expect(Object.keys(tokens)).toEqual(['admin', 'medic', 'staff', 'patient']);
    const statuses = await Promise.all(
      Object.entries(tokens).map(async ([role, token]) => [
        role,
        (await server.request('/v1/patients', bearer(token))).status,
      ]),
    );
    expect(Object.fromEntries(statuses)).toEqual({ admin: 200, medic: 200, staff: 200, patient: 403 });
  });

  it('signs in as any account', async () => {
    await db.sql`insert into patients (given_name, family_name, birth_date, gender, account_subject)
      values ('Alice', 'A', '1990-01-01', 'female', 'alice')`;
    const { body } = await tokenFor({ role: 'patient', subject: 'alice' });
    const own = await server.request('/v1/patients/me', bearer(body.token));
    expect(await own.json()).toMatchObject({ fullName: 'Alice A' });
  });

  it('replaces IAM: a service can read medics but no patients', async () => {
    const { body } = await tokenFor({ role: 'service' });
    expect((await server.request('/v1/medics', bearer(body.token))).status).toBe(200);
    expect((await server.request('/v1/patients', bearer(body.token))).status).toBe(403);
  });

  it.each([{ role: 'chief' }, {}, { role: 'admin', extra: 1 }, { role: 'admin', subject: '' }, 'admin'])(
    'rejects %j',
    async (body) => {
      expect((await tokenFor(body)).status).toBe(422);
    },
  );

  it('publishes its keys and keeps them across restarts', async () => {
    const published = await (await server.request('/local/.well-known/jwks.json')).json();
    const again = await createLocalIssuer(join(folder, 'issuer.pem'), 'http://localhost:3000');
    expect(again.keySet).toEqual(published);
    await expect(again.verifyToken(issuer.issue('admin', 'x'))).resolves.toMatchObject({ sub: 'x' });
  });

  it('rejects tokens of another issuer or key with 401', async () => {
    const other = await createLocalIssuer(join(folder, 'other.pem'), 'http://localhost:3000');
    const elsewhere = await createLocalIssuer(join(folder, 'issuer.pem'), 'http://localhost:9999');
    for (const token of [other.issue('admin', 'x'), elsewhere.issue('admin', 'x'), other.issue('service', 'x')]) {
      const answer = await server.request('/v1/medics', bearer(token));
      expect(answer.status).toBe(401);
      expect(answer.headers.get('WWW-Authenticate')).toContain('invalid_token');
    }
  });
});

describe('the local server', () => {
  it('routes paths as API Gateway does, and returns a problem for unknown ones', async () => {
    const { body } = await tokenFor({ role: 'admin' });
    for (const path of [
      '/v1/patients',
      '/v1/medics',
      '/v1/exams',
      '/v1/exam-results',
      '/v1/reservations',
      '/v1/files',
    ]) {
      expect([path, (await server.request(path, bearer(body.token))).status]).toEqual([path, 200]);
    }
    const unknown = await server.request('/v1/nothing/here');
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get('Content-Type')).toBe('application/problem+json');
  });

  it('serves the documentation without other hosts', async () => {
    const page = await (await server.request('/docs')).text();
    expect(page).not.toMatch(/https?:\/\//);
    for (const path of page.matchAll(/(?:href|src)="([^"]+)"/g)) {
      expect([path[1], (await server.request(path[1] ?? '')).status]).toEqual([path[1], 200]);
    }
    expect((await server.request('/v1/openapi.json')).status).toBe(200);
  });

  it('rejects requests for another host name', async () => {
    const answer = await server.request('http://rebound.example/local/tokens');
    expect(answer.status).toBe(403);
  });

  it.each([
    [
      'a header longer than Node accepts',
      `GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'header-fields-too-large',
    ],
    ['something that is not HTTP', 'HELLO\r\n\r\n', 400, 'malformed-request'],
    [
      'a target that is not a path',
      'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
      'malformed-request',
    ],
    ['an invalid host', 'GET /v1/health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400, 'malformed-request'],
    ['CONNECT', 'CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n', 400, 'malformed-request'],
    [
      'an unknown expectation, which it ignores,',
      'GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
      404,
      'not-found',
    ],
  ])('answers %s with a problem', async (_what, request, status, kind) => {
    const listening = await listen(server, 34_572);
    const answer = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(34_572, '127.0.0.1', () => socket.write(request));
      socket.on('data', (chunk) => {
        received += chunk;
      });
      socket.once('error', reject);
      socket.once('close', () => resolve(received));
    });
    await listening.close();
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} \\w`));
    expect(answer).toMatch(/content-type: application\/problem\+json\r\n/i);
    const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
    expect(body).toMatchObject({ type: `/problems/${kind}`, status });
    expect(answer.toLowerCase()).toContain(`x-request-id: ${body.requestId}`);
  });

  it('names a port in use and how to choose another', async () => {
    const first = await listen(server, 34_571);
    await expect(listen(server, 34_571)).rejects.toThrow(/Port 34571 is already in use.*PORT=/);
    await first.close();
  });
});
