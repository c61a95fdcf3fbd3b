import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase } from '../../db/client/database.js';
import { readMigrations } from '../../db/migrate.js';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { createApp } from '../http/app.js';
import { createLog } from '../http/log.js';
import { describeApi } from '../http/openapi.js';
import { examsRouter } from './routes.js';
import { createSystemRouter } from './system.js';

const document = JSON.stringify(describeApi([examsRouter, createSystemRouter(async () => '')]));

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

describe('the OpenAPI document', () => {
  it('is served without authentication, byte for byte, and can be cached', async () => {
    const answer = await api.anonymous.get('/v1/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(document);
    expect(answer.headers.get('Content-Type')).toBe('application/json');
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=300');
    expect(answer.body.openapi).toBe('3.1.0');
    expect(Object.keys(answer.body.paths)).toEqual(['/v1/exams', '/v1/exams/{id}', '/v1/health', '/v1/openapi.json']);
  });

  it('declares for each operation whether it requires authentication', async () => {
    const { body } = await api.anonymous.get('/v1/openapi.json');
    expect(body.paths['/v1/health'].get.security).toEqual([]);
    expect(body.paths['/v1/openapi.json'].get.security).toEqual([]);
    expect(body.paths['/v1/exams'].get.security).toEqual([{ accessToken: [] }]);
  });
});
