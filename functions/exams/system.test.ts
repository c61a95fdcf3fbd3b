import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase } from '../../db/client/database.js';
import { readMigrations } from '../../db/migrate.js';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { createApp } from '../http/app.js';
import { createLog } from '../http/log.js';
import { describeApi } from '../http/openapi.js';
import { Problem, type ProblemKind, problemKinds, problemResponse } from '../http/problem.js';
import { examsRouter } from './routes.js';
import { createSystemRouter } from './system.js';

const document = JSON.stringify(describeApi([examsRouter, createSystemRouter(async () => '')]));

const toBody = async (response: Response) => (await response.json()) as { type: string };

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([createSystemRouter(async () => document)]);
});
afterAll(() => api.close());

describe('the health check', () => {
  it('returns database, migration level and release without authentication', async () => {
    const newest = (await readMigrations()).at(-1)?.name;
    const answer = await api.anonymous.get('/v1/health');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok', database: 'reachable', migration: newest, version: 'test' });
    expect(answer.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it('returns 503 while the database is unreachable, without its address or user', async () => {
    const lines: string[] = [];
    const environment = parseEnvironment(LoaderEnvironment, {
      DATABASE_URL: 'postgres://keeper:hunter2@127.0.0.1:1/clinic',
    });
    const database = connectDatabase(environment);
    const services = { ...api.services, database, log: createLog((line) => lines.push(line)) };
    const app = createApp(
      services,
      createSystemRouter(async () => document),
    );
    const answer = await app.request('/v1/health');
    const text = await answer.text();
    await database.close();
    expect(answer.status).toBe(503);
    expect(JSON.parse(text)).toEqual({
      status: 'unavailable',
      database: 'unreachable',
      migration: null,
      version: 'test',
    });
    const told = [text, JSON.stringify([...answer.headers]), ...lines].join('\n');
    for (const secret of ['hunter2', 'keeper', '127.0.0.1', 'clinic', 'ECONNREFUSED']) {
      expect(told).not.toContain(secret);
    }
    expect(lines.join('\n')).toContain('health check failed');
  });

  it('can only be read', async () => {
    const answer = await api.anonymous.send('DELETE', '/v1/health');
    expect([answer.status, answer.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('the page of a problem', () => {
  it.each(Object.entries(problemKinds))('%s is at the type of its problem documents', async (kind, definition) => {
    const { type } = await toBody(problemResponse(new Problem(kind as ProblemKind), { path: '/', requestId: 'x' }));
    const { status, body, headers } = await api.anonymous.get(type);
    expect([status, body]).toEqual([200, { type, ...definition }]);
    expect(headers.get('Cache-Control')).toBe('public, max-age=300');
  });

  it.each(['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html'])('is HTML for %s', async (accept) => {
    const { status, text, headers } = await api.anonymous.get('/problems/conflict', { Accept: accept });
    expect([status, headers.get('Content-Type'), headers.get('Vary')]).toEqual([
      200,
      'text/html; charset=UTF-8',
      'Accept',
    ]);
    expect(text).toContain(`<h1>${problemKinds.conflict.title}</h1>`);
    expect(text).not.toContain('`');
  });

  it.each(['*/*', 'application/json', 'application/problem+json', 'text/html;q=0.5, application/json'])(
    'is JSON for %s',
    async (accept) => {
      const { headers } = await api.anonymous.get('/problems/conflict', { Accept: accept });
      expect(headers.get('Content-Type')).toBe('application/json');
    },
  );

  it.each(['teapot', 'constructor', '__proto__', '%3Cscript%3E'])('does not exist for %s', async (kind) => {
    const { status, body } = await api.anonymous.get(`/problems/${kind}`);
    expect([status, body.type]).toEqual([404, '/problems/not-found']);
  });
});

describe('the OpenAPI document', () => {
  it('is served without authentication, byte for byte, and can be cached', async () => {
    const answer = await api.anonymous.get('/v1/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(document);
    expect(answer.headers.get('Content-Type')).toBe('application/json');
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=300');
    expect(answer.body.openapi).toBe('3.1.0');
    expect(Object.keys(answer.body.paths)).toEqual([
      '/v1/exams',
      '/v1/exams/{id}',
      '/v1/health',
      '/v1/openapi.json',
      '/problems/{kind}',
    ]);
  });

  it('declares for each operation whether it requires authentication', async () => {
    const { body } = await api.anonymous.get('/v1/openapi.json');
    expect(body.paths['/v1/health'].get.security).toEqual([]);
    expect(body.paths['/v1/openapi.json'].get.security).toEqual([]);
    expect(body.paths['/v1/exams'].get.security).toEqual([{ accessToken: [] }]);
  });
});
