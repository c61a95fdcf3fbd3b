import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import postgres from 'postgres';
import { accessesPerMinute, clinic, createCallerSequence, poolSize } from './setting.js';

/**
 * The minimum around the same database work: node:http and postgres.js with handwritten SQL, without routing, validation
 * or problem responses. It gives the same guarantees: one transaction, the caller set for row-level security, the access
 * limit, the audit event. Statements are prepared.
 */
export function createBareServer(url: string): Server {
  const sql = postgres(url, { max: poolSize, connection: { role: 'app' }, onnotice: () => {} });
  const nextCaller = createCallerSequence();

  async function inTransaction<Result>(
    action: string,
    status: number,
    work: (tx: postgres.TransactionSql) => Promise<{ result: Result; resourceId: string | null; patientIds: string[] }>,
  ): Promise<Result> {
    const { subject, role } = nextCaller();
    const requestId = randomUUID();
    const answer = await sql.begin(async (tx) => {
      await tx`select set_config('app.role', ${role}, true), set_config('app.subject', ${subject}, true),
        set_config('app.request_id', ${requestId}, true)`;
      const [limit] = await tx`select remaining, seconds from access_allowance(${accessesPerMinute})`;
      if (limit?.remaining <= 0) throw new Error('The caller exceeded the access limit.');
      const done = await work(tx);
      await tx`
        insert into audit_events (request_id, actor_subject, actor_role, action, resource_type, resource_id,
          patient_ids, outcome, status)
        values (${requestId}, ${subject}, ${role}, ${action}, 'Patient', ${done.resourceId},
          ${done.patientIds}::uuid[], 'success', ${status})`;
      return done;
    });
    return answer.result as Result;
  }

  const get = (id: string) =>
    inTransaction('patients.read', 200, async (tx) => {
      const [row] = await tx`
        select id, created_at, updated_at, version, given_name, family_name, search_name, birth_date, gender,
          national_id_type, national_id_number, email, phone, address, account_subject, active, removed_at
        from patients where id = ${id}`;
      const entries = await tx`
        select id, position, kind, system, code, display, start_date, end_date, status, note
        from medical_history_entries where patient_id = ${id}
        order by kind, position, start_date asc nulls last, id`;
      return { result: { ...row, entries }, resourceId: id, patientIds: [id] };
    });

  const list = (search: string | null) =>
    inTransaction('patients.list', 200, async (tx) => {
      const rows =
        search === null
          ? await tx`
            select id, created_at, updated_at, version, given_name, family_name, search_name, birth_date, gender,
              national_id_type, national_id_number, email, phone, address, account_subject, active, removed_at,
              jsonb_build_array((created_at)::text, (id)::text) as position
            from patients order by created_at asc, id asc limit ${26}`
          : await tx`
            select id, created_at, updated_at, version, given_name, family_name, search_name, birth_date, gender,
              national_id_type, national_id_number, email, phone, address, account_subject, active, removed_at,
              jsonb_build_array((candidate.score)::text, (id)::text) as position
            from patients inner join search_patients(${search}, null, null, null, null, null, ${26}) as candidate on true
            where candidate.patient_id = id order by candidate.score desc, id desc limit ${26}`;
      const data = rows.slice(0, 25);
      return { result: { data }, resourceId: null, patientIds: data.map((row) => row.id as string) };
    });

  const create = (person: Record<string, string>) =>
    inTransaction('patients.create', 201, async (tx) => {
      const [row] = await tx`
        insert into patients (given_name, family_name, birth_date, gender)
        values (${person.givenName ?? ''}, ${person.familyName ?? ''}, ${person.birthDate ?? ''}, ${person.gender ?? ''})
        returning id, created_at, updated_at, version, given_name, family_name, search_name, birth_date, gender,
          national_id_type, national_id_number, email, phone, address, account_subject, active, removed_at`;
      return { result: row, resourceId: row?.id as string, patientIds: [row?.id as string] };
    });

  const book = (asked: { patientId: string; medicId: string; examId: string; startsAt: string }) =>
    inTransaction('reservations.book', 201, async (tx) => {
      const { patientId, medicId, examId } = asked;
      const locks = JSON.stringify([`calendar:medic:${medicId}`, `calendar:patient:${patientId}`]);
      await tx`
        select pg_advisory_xact_lock(hashtextextended(name, 0))
        from jsonb_array_elements_text(${locks}::text::jsonb) with ordinality as locks (name, place) order by place`;
      const [facts] = await tx`
        select (select active and removed_at is null from patients where id = ${patientId}) as patient,
          (select active and removed_at is null from medics where id = ${medicId}) as medic,
          (select active and removed_at is null from exams where id = ${examId}) as exam,
          (select duration_minutes from exams where id = ${examId}) as minutes`;
      if (!facts?.patient || !facts.medic || !facts.exam) throw new Error('The booking is not possible.');
      const startsAt = new Date(asked.startsAt);
      const endsAt = new Date(startsAt.getTime() + facts.minutes * 60_000);
      const [hours] = await tx`
        select tstzrange(${startsAt}, ${endsAt}) <@ working_time(
            coalesce(nullif(medics.working_hours, '[]'::jsonb), ${JSON.stringify(clinic.workingHours)}::text::jsonb),
            ${clinic.timeZone}, (${startsAt}::timestamptz at time zone ${clinic.timeZone})::date,
            (${endsAt}::timestamptz at time zone ${clinic.timeZone})::date) as within
        from medics where id = ${medicId}`;
      if (!hours?.within) throw new Error("The medic doesn't work at that time.");
      const id = randomUUID();
      await tx`
        insert into reservations (id, patient_id, medic_id, exam_id, starts_at, ends_at)
        values (${id}, ${patientId}, ${medicId}, ${examId}, ${startsAt}, ${endsAt})`;
      const [row] = await tx`
        select id, created_at, updated_at, version, patient_id, medic_id, exam_id, starts_at, ends_at, status, notes,
          cancellation_reason,
          (select given_name || ' ' || family_name from patients where id = reservations.patient_id) as patient_name,
          (select given_name || ' ' || family_name from medics where id = reservations.medic_id) as medic_name,
          (select name from exams where id = reservations.exam_id) as exam_name
        from reservations where id = ${id}`;
      const bookable = await tx`
        select from reservations where id = ${id}
          and exists (select from patients where id = patient_id and active and removed_at is null)
          and exists (select from medics where id = medic_id and active and removed_at is null)
          and exists (select from exams where id = exam_id and active and removed_at is null)`;
      if (bookable.length === 0) throw new Error('The booking is no longer possible.');
      return { result: row, resourceId: id, patientIds: [patientId] };
    });

  async function answer(request: IncomingMessage): Promise<unknown> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      const body = (await json(request)) as never;
      return url.pathname === '/v1/patients' ? create(body) : book(body);
    }
    const [, , , id] = url.pathname.split('/');
    return id === undefined ? list(url.searchParams.get('search')) : get(id);
  }

  return createServer((request: IncomingMessage, response: ServerResponse) => {
    answer(request).then(
      (result) => {
        response.writeHead(request.method === 'POST' ? 201 : 200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(result));
      },
      (error: unknown) => {
        response.writeHead(500).end(String(error));
      },
    );
  });
}
