import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, unwrap, uploadFile } from '../client/src/index.js';
import { findFreePort } from '../test/support/free-port.js';

let folder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'healthcare-start-'));
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Runs `npm start` on free ports in a temporary folder, always with the embedded database. */
async function start(args: string[] = [], ports?: { api: number; database: number }) {
  const { api, database } = ports ?? { api: await findFreePort(), database: await findFreePort() };
  const { DATABASE_URL: _server, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/start.ts', ...args], {
    env: { ...inherited, PORT: String(api), DATABASE_PORT: String(database), LOCAL_FOLDER: folder, VITEST: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const exited = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  const isUp = new Promise<void>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Press Ctrl-C')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  await Promise.race([isUp, exited]);
  return { child, exited, output: () => output, origin: `http://127.0.0.1:${api}`, ports: { api, database } };
}

const stop = async ({ child, exited }: Awaited<ReturnType<typeof start>>): Promise<number | null> => {
  child.kill('SIGINT');
  return exited;
};

async function get(origin: string, path: string, token?: string) {
  const response = await fetch(`${origin}${path}`, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
  return {
    status: response.status,
    body: (await response.json()) as { admin: string; patient: string; data: unknown[]; page: { total: number } },
  };
}

describe('npm start', () => {
  it('serves the sample data, prints its URLs, stops on Ctrl-C and keeps the data', async () => {
    const first = await start();
    expect(first.output()).toContain('/docs');
    const { body: tokens } = await get(first.origin, '/local/tokens');
    const count = async (origin: string, path: string) => {
      const { body } = await get(origin, `${path}${path.includes('?') ? '&' : '?'}count=exact&limit=1`, tokens.admin);
      return body.page.total;
    };
    expect(await count(first.origin, '/v1/patients')).toBeGreaterThanOrEqual(50);
    expect(await count(first.origin, '/v1/medics')).toBeGreaterThanOrEqual(12);
    expect(await count(first.origin, '/v1/exams')).toBeGreaterThanOrEqual(20);
    const now = new Date().toISOString();
    expect(await count(first.origin, `/v1/reservations?to=${now}`)).toBeGreaterThan(0);
    expect(await count(first.origin, `/v1/reservations?from=${now}`)).toBeGreaterThan(0);
    expect((await get(first.origin, '/v1/patients/me', tokens.patient)).status).toBe(200);

    // Any PostgreSQL client can use the printed URL.
    const url = first.output().match(/postgres:\/\/\S+/)?.[0] ?? '';
    const sql = postgres(url, { max: 1 });
    await sql`insert into patients (given_name, family_name, birth_date, gender) values ('Kept', 'Here', '2000-01-01', 'other')`;
    await sql.end();
    expect(await stop(first)).toBe(0);

    const second = await start([], first.ports);
    const found = await get(second.origin, '/v1/patients?search=kept%20here', tokens.admin);
    expect(found.body.data).toHaveLength(1);
    expect(await stop(second)).toBe(0);
  });

  it('uploads, lists, downloads and removes a PDF, and rejects content that differs from the declared one', async () => {
    const { origin, ...server } = await start();
    const { body: tokens } = await get(origin, '/local/tokens');
    const asPatient = createClient({ baseUrl: origin, token: tokens.patient });
    const asAdmin = createClient({ baseUrl: origin, token: tokens.admin });
    const { id: patientId } = await unwrap(asPatient.GET('/v1/patients/me'));
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3_000_000, 'x')]);
    const file = { patientId, fileName: 'Befund.pdf', contentType: 'application/pdf', content };

    const announcement = {
      ...{ patientId, fileName: file.fileName, contentType: file.contentType, sizeBytes: content.byteLength },
      sha256: createHash('sha256').update(content).digest('hex'),
    };
    const { id: pendingId, upload } = await unwrap(asPatient.POST('/v1/files/upload', { body: announcement }));
    const put = async (url: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = upload.headers) =>
      (await fetch(url, { method: 'PUT', headers, body })).status;
    const changed = Buffer.from(content);
    changed[2_000_000] = 0;
    expect(await put(upload.url, changed)).toBe(400);
    expect(await put(upload.url, content, { 'Content-Type': 'text/html' })).toBe(403);
    expect(await put(upload.url.replace(/expires=(\d)/, 'expires=9$1'), content)).toBe(403);
    const pending = { params: { path: { id: pendingId } } };
    await expect(asPatient.POST('/v1/files/{id}/complete', pending)).rejects.toMatchObject({ status: 409 });

    const { id, status } = await uploadFile(asPatient, file);
    expect(status).toBe('available');
    const params = { path: { id } };
    const query = { patientId: [patientId], status: ['available' as const] };
    const listed = await unwrap(asPatient.GET('/v1/files', { params: { query } }));
    expect(listed.data.map((each) => each.id)).toContain(id);
    const { url } = await unwrap(asPatient.GET('/v1/files/{id}/download', { params }));
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(content)).toBe(true);
    await asAdmin.DELETE('/v1/files/{id}', { params });
    await expect(asPatient.GET('/v1/files/{id}', { params })).rejects.toMatchObject({ kind: 'not-found' });
    expect((await fetch(url)).status).toBe(404);
    expect(await stop({ origin, ...server })).toBe(0);
  });

  it('loads a folder of FHIR files, names the broken ones and still starts', async () => {
    const data = await mkdtemp(join(folder, 'data-'));
    const patient = {
      resourceType: 'Patient',
      id: '7d3f3c5e-0000-4000-8000-000000000001',
      name: [{ family: 'Loaded', given: ['Lena'] }],
      birthDate: '1990-01-01',
      gender: 'female',
    };
    const entry = [{ fullUrl: `urn:uuid:${patient.id}`, resource: patient }];
    await writeFile(join(data, 'one.json'), JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
    await writeFile(join(data, 'broken.json'), '{"resourceType": "Bundle",');
    const server = await start(['--fresh', '--data', data]);
    expect(server.output()).toContain('broken.json');
    const { body: tokens } = await get(server.origin, '/local/tokens');
    const { body } = await get(server.origin, '/v1/patients?count=exact', tokens.admin);
    expect(body.page).toMatchObject({ total: 1 });
    expect(await stop(server)).toBe(0);
  });

  it('names a port in use and an unknown option', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as { port: number };
    const taken = await start([], { api: port, database: await findFreePort() });
    expect(await taken.exited).toBe(1);
    expect(taken.output()).toMatch(new RegExp(`Port ${port} is already in use`));
    expect(taken.output()).not.toContain('    at ');
    blocker.close();

    const wrong = await start(['--freshly']);
    expect(await wrong.exited).toBe(2);
    expect(wrong.output()).toContain('--help');
  });

  it('stores its signing key', async () => {
    expect(await readFile(join(folder, 'issuer.pem'), 'utf8')).toContain('PRIVATE KEY');
  });
});
