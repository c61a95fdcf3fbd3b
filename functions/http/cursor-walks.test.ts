import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { createTestFolder } from '../../test/support/test-folder.js';
import { createApiRouters, localAgent } from '../local/functions.js';
import { createLocalObjects } from '../local/objects.js';
import { describeApi } from './openapi.js';
import type { Role } from './permissions.js';

const folder = createTestFolder();
const objects = createLocalObjects({ folder, origin: 'http://localhost', now: () => api.now });
const routers = Object.values(
  createApiRouters({ files: { objects, rules: parseEnvironment(FileRules, {}) }, agent: localAgent }),
).flat();

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(routers);
  await api.db.sql.unsafe(`
    insert into patients (id, given_name, family_name, birth_date, gender) values ('${patient}', 'A', 'B', '1990-01-01', 'other');
    insert into medics (id, given_name, family_name, license_number) values ('${medic}', 'A', 'B', 'base');
    insert into exams (id, name, type, duration_minutes) values ('${exam}', 'Base', 'imaging', 30);
    insert into assistant_sessions (id, owner_subject) values ('${session}', 'admin-account')`);
});
afterAll(() => api.close());

const [patient, medic, exam, session] = [1, 2, 3, 4].map((number) => `00000000-0000-4000-8000-00000000000${number}`);

/** Few distinct values, so that only the last key distinguishes rows; instants repeat in thirds of a second. */
const name = `(array['Ana', 'Ána', 'Bo'])[1 + n % 3]`;
const instant = `timestamptz '2026-01-01 00:00Z' + day * interval '1 day' + (n % 4) * interval '1 millisecond'`;
const hour = `timestamptz '2030-01-01 00:00Z' + n * interval '1 hour'`;

interface List {
  readonly operationId: string;
  readonly path: string;
  readonly role: Role;
  readonly table: string;
  /** Columns and their values. `n` is a new number for each row, and `day` is the day of its instants. */
  readonly row: readonly [columns: string, values: string];
  /**
   * Audit events can't be deleted, and each read adds one. Each walk uses its own day, so it doesn't see the events of
   * the others.
   */
  readonly isAppendOnly?: true;
}

const lists: readonly List[] = [
  {
    operationId: 'listPatients',
    path: '/v1/patients?',
    role: 'staff',
    table: 'patients',
    row: [
      'given_name, family_name, birth_date, gender, created_at, updated_at',
      `${name}, ${name}, date '1990-01-01' + n % 3, 'other', ${instant}, ${instant}`,
    ],
  },
  {
    operationId: 'listMedics',
    path: '/v1/medics?',
    role: 'staff',
    table: 'medics',
    row: [
      'given_name, family_name, license_number, specialty, created_at',
      `${name}, ${name}, 'L-' || n, ${name}, ${instant}`,
    ],
  },
  {
    operationId: 'listExams',
    path: '/v1/exams?',
    role: 'staff',
    table: 'exams',
    row: ['name, type, duration_minutes, created_at', `${name} || n, 'imaging', 30, ${instant}`],
  },
  {
    operationId: 'listExamResults',
    path: `/v1/exam-results?patientId=${patient}&`,
    role: 'medic',
    table: 'exam_results',
    row: ['patient_id, display, effective_at, status', `'${patient}', ${name}, ${instant}, 'final'`],
  },
  {
    operationId: 'listReservations',
    path: '/v1/reservations?',
    role: 'staff',
    table: 'reservations',
    // Cancelled reservations may overlap.
    row: [
      'patient_id, medic_id, exam_id, starts_at, ends_at, status, created_at',
      `'${patient}', '${medic}', '${exam}', ${instant}, ${hour}, 'cancelled', ${instant}`,
    ],
  },
  {
    operationId: 'listFiles',
    path: `/v1/files?patientId=${patient}&`,
    role: 'medic',
    table: 'files',
    row: [
      'patient_id, file_name, content_type, size_bytes, sha256, category, object_key, created_at',
      `'${patient}', ${name}, 'text/plain', 1, 'aa', 'other', 'key-' || n, ${instant}`,
    ],
  },
  {
    operationId: 'listInvitations',
    path: `/v1/patients/${patient}/invitations?`,
    role: 'staff',
    table: 'patient_invitations',
    row: ['patient_id, code_hash, status, created_at', `'${patient}', sha256(n::text::bytea), 'used', ${instant}`],
  },
  {
    operationId: 'listKnowledgeDocuments',
    path: '/v1/agent/knowledge/documents?',
    role: 'admin',
    table: 'knowledge_documents',
    row: ['title, passage_ids, created_at', `${name}, '{}', ${instant}`],
  },
  {
    operationId: 'listAssistantSessions',
    path: '/v1/agent/sessions?',
    role: 'admin',
    table: 'assistant_sessions',
    row: ['owner_subject, created_at', `'admin-account', ${instant}`],
  },
  {
    operationId: 'listAssistantMessages',
    path: `/v1/agent/sessions/${session}/messages?`,
    role: 'admin',
    table: 'assistant_messages',
    row: ['session_id, role, content, created_at', `'${session}', 'user', ${name}, ${instant}`],
  },
  {
    operationId: 'listAuditEvents',
    path: '/v1/audit-events?',
    role: 'admin',
    table: 'audit_events',
    row: [
      'request_id, action, resource_type, outcome, status, occurred_at',
      `'r-' || n, 'patients.read', 'Patient', 'success', 200, ${instant}`,
    ],
    isAppendOnly: true,
  },
  {
    operationId: 'listRecordAccesses',
    path: `/v1/patients/${patient}/access-log?`,
    role: 'admin',
    table: 'audit_events',
    row: [
      'request_id, action, resource_type, outcome, status, occurred_at, patient_ids',
      `'r-' || n, 'patients.read', 'Patient', 'success', 200, ${instant}, array['${patient}'::uuid]`,
    ],
    isAppendOnly: true,
  },
];

const document = describeApi(routers).paths as Record<
  string,
  Record<string, { operationId: string; parameters?: { name: string; schema: { enum?: string[] } }[] }>
>;
const operations = Object.values(document).flatMap((path) => Object.values(path));
const isList = ({ parameters = [] }: (typeof operations)[number]) =>
  parameters.some(({ name: own }) => own === 'cursor');

/** The sort options that the document declares for a list. A list without `sort` has a single order. */
const listSorts = (operationId: string): string[] => {
  const operation = operations.find((one) => one.operationId === operationId);
  return operation?.parameters?.find(({ name: own }) => own === 'sort')?.schema.enum ?? [''];
};

let made = 1000;
async function insertRows({ table, row: [columns, values] }: List, count: number, day = 0): Promise<string[]> {
  const start = made;
  made += count;
  const rows = await api.db.sql.unsafe<{ id: string }[]>(
    `insert into ${table} (${columns})
      select ${values} from generate_series(${start}, ${made - 1}) n, (values (${day})) as given (day) returning id`,
  );
  return rows.map(({ id }) => id);
}

const toStart = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString();

/** Runs between two pages. */
const meanwhile = fc.record({ comes: fc.nat(3), leaves: fc.nat(3) });

describe('a walk through pages', () => {
  it('is tested for every list in the document', () => {
    expect(lists.map(({ operationId }) => operationId).sort()).toEqual(
      operations
        .filter(isList)
        .map(({ operationId }) => operationId)
        .sort(),
    );
  });

  it.each(lists)('of $operationId returns each row once while rows come and go', async (list) => {
    const { path, role, table, isAppendOnly } = list;
    let walks = 0;
    let lasting = await insertRows(list, 23);
    const walk = fc.record({
      sort: fc.constantFrom(...listSorts(list.operationId)),
      limit: fc.integer({ min: 1, max: 9 }),
      changes: fc.array(meanwhile, { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(walk, async ({ sort, limit, changes }) => {
        walks += 1;
        const day = isAppendOnly ? walks : 0;
        if (isAppendOnly) lasting = await insertRows(list, 23, day);
        const window = isAppendOnly ? `from=${toStart(day)}&to=${toStart(day + 1)}&` : '';
        let passing = await insertRows(list, 5, day);
        const seen: string[] = [];
        let cursor: string | null = '';
        for (let pages = 0; cursor !== null; pages += 1) {
          // Stop adding rows at some point; otherwise a walk toward them would never end.
          const { comes, leaves } = changes[pages] ?? { comes: 0, leaves: 0 };
          const query: string = `${sort && `sort=${sort}&`}limit=${limit}${cursor && `&cursor=${cursor}`}`;
          const { status, body } = await api.as(role).get(`${path}${window}${query}`);
          expect(status).toBe(200);
          const ids: string[] = body.data.map(({ id }: { id: string }) => id);
          seen.push(...ids);
          cursor = body.page.nextCursor;
          passing.push(...(await insertRows(list, comes, day)));
          // Delete the last row of the page if possible: a cursor must not depend on the row it was made from.
          passing.sort((one, other) => Number(other === ids.at(-1)) - Number(one === ids.at(-1)));
          if (isAppendOnly) continue;
          const leaving = passing.slice(0, leaves);
          passing = passing.filter((id) => !leaving.includes(id));
          await api.db.sql.unsafe(`delete from ${table} where id = any ($1)`, [leaving]);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(lasting.filter((id) => !seen.includes(id))).toEqual([]);
        if (!isAppendOnly) await api.db.sql.unsafe(`delete from ${table} where id = any ($1)`, [passing]);
      }),
      { numRuns: 8, seed: 20_260_302, endOnFailure: true },
    );
  });
});
