import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, TestApi, TestResponse } from '../../../test/support/api.js';
import { localAgent } from '../../local/functions.js';
import {
  createAgentApi,
  createAgentFixtures,
  createScriptedModel,
  createTextAnswer,
  createToolCallAnswer,
  openConversation,
} from '../testing.js';

const path = '/v1/agent/sessions';
const absent = '00000000-0000-4000-8000-000000000000';
const same = { 'X-Request-Id': 'same' };

let api: TestApi;
let alice: Client;
let bob: Client;
let patientId: string;
beforeAll(async () => {
  api = await createAgentApi(localAgent);
  [alice, bob] = [api.as('medic', 'alice'), api.as('medic', 'bob')];
  patientId = await createAgentFixtures(api).patient('Ada', 'Lovelace');
});
afterAll(() => api.close());

const listIds = async (client: Client, query = '') =>
  (await client.get(`${path}${query}`)).body.data.map(({ id }: { id: string }) => id);

describe('a session', () => {
  it('is opened with its location, and read with its ETag', async () => {
    const opened = await alice.post(path, { patientId, title: ' First ' });
    expect([opened.status, opened.headers.get('Location'), opened.headers.get('ETag')]).toEqual([
      201,
      `${path}/${opened.body.id}`,
      '"1"',
    ]);
    expect(opened.body).toMatchObject({ patientId, title: 'First', version: 1 });
    const read = await alice.get(`${path}/${opened.body.id}`);
    expect([read.status, read.body]).toEqual([200, opened.body]);
    expect((await alice.get(`${path}/${opened.body.id}`, { 'If-None-Match': '"1"' })).status).toBe(304);
  });

  it("can't be opened for a patient that the caller can't see", async () => {
    const gone = await createAgentFixtures(api).patient('Gone', 'Away');
    await api.db.sql`update patients set removed_at = now() where id = ${gone}`;
    const [hidden, missing] = [
      await alice.post(path, { patientId: gone }, same),
      await alice.post(path, { patientId: absent }, same),
    ];
    expect([hidden.status, hidden.text]).toEqual([422, missing.text]);
    expect(hidden.body.errors).toEqual([{ pointer: '/patientId', detail: 'does not exist' }]);
    expect((await api.as('admin').post(path, { patientId: gone })).status).toBe(201);
  });

  it('belongs only to its caller: for any other account, administrators included, it does not exist', async () => {
    const { path: own, messages } = await openConversation(alice);
    const missing = `${path}/${absent}`;
    for (const other of [bob, api.as('admin'), api.as('service', 'alice')]) {
      for (const [foreign, unknown] of [
        [await other.get(own, same), await other.get(missing, same)],
        [await other.delete(own, same), await other.delete(missing, same)],
        [await other.get(messages, same), await other.get(`${missing}/messages`, same)],
        [
          await other.post(messages, { content: 'Hello' }, same),
          await other.post(`${missing}/messages`, { content: 'Hello' }, same),
        ],
      ] as const) {
        expect(foreign.status).toBe(404);
        expect(foreign.text.replaceAll(own, '')).toBe(unknown.text.replaceAll(missing, ''));
      }
      expect(await listIds(other)).not.toContain(own.split('/').at(-1));
    }
    expect((await alice.get(messages)).body.data).toEqual([]);
  });

  it('about a removed patient is hidden with the patient', async () => {
    const gone = await createAgentFixtures(api).patient('Soon', 'Gone');
    const { path: own, ask } = await openConversation(alice, { patientId: gone });
    await ask('Hello');
    await api.db.sql`update patients set removed_at = now() where id = ${gone}`;
    expect((await alice.get(own)).status).toBe(404);
    expect((await alice.get(`${own}/messages`)).status).toBe(404);
    expect(await listIds(alice, `?patientId=${gone}`)).toEqual([]);
  });

  it('about no patient hides answers about a patient who was removed since, except from administrators', async () => {
    const [gone, kept] = [
      await createAgentFixtures(api).patient('Long', 'Goner'),
      await createAgentFixtures(api).patient('Still', 'Here'),
    ];
    for (const client of [alice, api.as('admin')]) {
      const { path: own, messages } = await openConversation(client);
      const session = own.split('/').at(-1) ?? '';
      for (const [content, told, secondsAgo] of [
        ['Of her.', [gone, kept], 2],
        ['Of him.', [kept], 1],
      ] as const) {
        await api.db.sql`
          insert into assistant_messages (session_id, role, content, usage, created_at)
          values (${session}, 'assistant', ${content}, ${api.db.sql.json({ patientIds: told })},
            now() - make_interval(secs => ${secondsAgo}))`;
      }
      const said = async () =>
        (await client.get(messages)).body.data.map(({ content }: TestResponse['body']) => content);
      expect(await said()).toEqual(['Of her.', 'Of him.']);
      await api.db.sql`update patients set removed_at = now() where id = ${gone}`;
      expect(await said()).toEqual(client === alice ? ['Of him.'] : ['Of her.', 'Of him.']);
      await api.db.sql`update patients set removed_at = null where id = ${gone}`;
    }
  });

  it("that is closed can't be found, and its messages are kept for the record", async () => {
    const { path: own, messages, ask } = await openConversation(alice);
    await ask('Hello');
    expect((await alice.delete(own, { 'If-Match': '"7"' })).status).toBe(412);
    expect((await alice.delete(own, { 'If-Match': '"1"' })).status).toBe(204);
    for (const { status } of [
      await alice.delete(own),
      await alice.get(own),
      await alice.get(messages),
      await ask('Hello?'),
    ]) {
      expect(status).toBe(404);
    }
    expect(await listIds(alice)).not.toContain(own.split('/').at(-1));
    const kept = await api.db.sql`
      select role from assistant_messages where session_id = ${own.split('/').at(-1) ?? ''} order by created_at`;
    expect(kept.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });
});

describe('the list of sessions', () => {
  it("has the caller's own sessions, newest first, by patient on request, in pages", async () => {
    const client = api.as('service', 'lister');
    const opened = [];
    for (const fields of [{}, { patientId }, {}]) opened.push((await client.post(path, fields)).body.id);
    expect(await listIds(client)).toEqual(opened.toReversed());
    expect(await listIds(client, '?sort=createdAt')).toEqual(opened);
    expect(await listIds(client, `?patientId=${patientId}`)).toEqual([opened[1]]);
    const first = await client.get(`${path}?limit=2&count=exact`);
    expect(first.body.page).toMatchObject({ limit: 2, total: 3 });
    const rest = await client.get(`${path}?limit=2&cursor=${first.body.page.nextCursor}`);
    expect(rest.body.data.map(({ id }: { id: string }) => id)).toEqual([opened[0]]);
    expect((await bob.get(`${path}?limit=2&cursor=${first.body.page.nextCursor}`)).status).toBe(400);
  });

  it('leaves an event with the patients shown', async () => {
    await openConversation(alice, { patientId });
    await alice.get(`${path}?patientId=${patientId}`, { 'X-Request-Id': 'listed' });
    const events = await api.db.sql`select action, patient_ids from audit_events where request_id = 'listed'`;
    expect([...events]).toEqual([{ action: 'assistant.list', patient_ids: [patientId] }]);
  });
});

describe('a message', () => {
  it.each([
    [{ content: '  ' }, '/content'],
    [{ content: 'x'.repeat(4001) }, '/content'],
    [{ content: 'x', role: 'system' }, '/role'],
    [{ content: 'x', confirms: 'yes' }, '/confirms'],
  ])('is rejected if it is invalid', async (body, pointer) => {
    const { messages } = await openConversation(alice);
    const answer = await alice.post(messages, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });

  it('of an earlier release is read without active content, and with the fields of this release', async () => {
    const { body } = await alice.post(path, {});
    const citation = {
      ...{
        number: 1,
        documentId: absent,
        patientId: null,
        title: '[Parking](https://evil.example)',
        source: '<img src=x>',
      },
      passage: '![x](https://evil.example/p)',
    };
    const booking = {
      ...{ patientId, patientName: 'Ada Lovelace', patientBirthDate: '1980-05-17', notes: null },
      ...{ medicId: absent, medicName: 'Omar Sharif', examId: absent, examName: 'Chest X-Ray' },
      ...{ startsAt: '2026-03-04T15:00:00.000Z', endsAt: '2026-03-04T15:30:00.000Z' },
    };
    const call = { id: absent, name: 'bookReservation', outcome: 'proposed', problem: null, reservationId: null };
    const { sql } = api.db;
    await sql`
      insert into assistant_messages (session_id, role, content, citations, tool_calls)
      values (${body.id}, 'assistant', '<b>Hi</b>', ${sql.json([citation])}, ${sql.json([{ ...call, proposal: booking }])})`;
    const [message] = (await alice.get(`${path}/${body.id}/messages`)).body.data;
    expect(JSON.stringify(message)).not.toMatch(/evil|<[a-z/]|!\[|\]\(/);
    expect(message.toolCalls).toEqual([{ ...call, proposal: { ...booking, reason: null } }]);
  });

  it('that is read again leaves an event with the patients whose data the answers contain', async () => {
    const { model, answers } = createScriptedModel();
    const other = await createAgentApi({ ...localAgent, model });
    const ada = await createAgentFixtures(other).patient('Ada', 'Lovelace');
    const medic = other.as('medic');
    const { messages, ask } = await openConversation(medic);
    answers(
      createToolCallAnswer({ name: 'lookUpPatients', input: { name: 'Ada Lovelace' } }),
      createTextAnswer('Found.'),
    );
    await ask('Please look up Ada Lovelace');
    await medic.get(messages, { 'X-Request-Id': 'read-again' });
    const events = await other.db.sql`select action, patient_ids from audit_events where request_id = 'read-again'`;
    expect([...events]).toEqual([{ action: 'assistant.read', patient_ids: [ada] }]);
    await other.close();
  });
});
