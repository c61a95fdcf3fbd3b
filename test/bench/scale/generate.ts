import type postgres from 'postgres';
import { formatNumber } from '../../../config/format.js';
import { generatedNames } from './names.js';

/** The clinic's time zone. */
const timeZone = 'America/Santiago';
const patientsPerMedic = 500;
const specialties = 20;

const tables = [
  'patients',
  'patient_name_words',
  'name_words',
  'medical_history_entries',
  'exam_results',
  'reservations',
  'audit_events',
];

/** Loads without secondary indexes and rebuilds them afterwards, which is many times faster. */
async function withoutIndexes(sql: postgres.Sql, load: () => Promise<void>): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    where indrelid::regclass::text = any (${tables}::text[])
      and not exists (select from pg_constraint where conindid = indexrelid)`;
  // A key that nothing references can be dropped as well.
  const keys = await sql<{ name: string; definition: string }[]>`
    select conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'p' and conrelid = 'patient_name_words'::regclass`;
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  for (const { name } of keys) await sql.unsafe(`alter table patient_name_words drop constraint ${name}`);
  await load();
  for (const { name, definition } of keys) {
    await sql.unsafe(`alter table patient_name_words add constraint ${name} ${definition}`);
  }
  for (const { definition } of indexes) await sql.unsafe(definition);
}

/**
 * A random rank below `count`. Lower ranks are more frequent: name frequencies fall with the rank, as in a population
 * register.
 */
const rank = (count: number) => `floor(5 * (power(${count / 5 + 1}, random()) - 1))::integer`;

/** SQL for the registration time of the n-th patient, from which the patient's number can be computed. */
const registeredAt = (n: string) => `timestamptz '2010-01-01T00:00Z' + ${n} * interval '7 minutes'`;
const patientNumber = `(extract(epoch from created_at - timestamptz '2010-01-01T00:00Z') / 420)::integer`;

async function insertNames(sql: postgres.Sql): Promise<void> {
  await sql`create unlogged table if not exists scale_names (kind text, rank integer, name text, primary key (kind, rank))`;
  for (const kind of ['given', 'family'] as const) {
    await sql`
      insert into scale_names
      select ${kind}, place - 1, name from unnest(${generatedNames[kind] as string[]}::text[]) with ordinality as list (name, place)
      on conflict do nothing`;
  }
}

const buildPatientsInsert = (from: number, to: number) => `
  insert into patients (created_at, updated_at, given_name, family_name, birth_date, gender, national_id_type,
    national_id_number, email, phone, address, active, removed_at)
  select ${registeredAt('n')}, ${registeredAt('n')} + random() * interval '100 days',
    first.name || coalesce(' ' || second.name, ''), father.name || coalesce(' ' || mother.name, ''),
    date '1930-01-01' + (random() * 35000)::integer,
    case when random() < 0.51 then 'female' else 'male' end,
    'RUN', (3000000 + n) || '-' || n % 10,
    case when random() < 0.7 then 'p' || n || '@example.org' end,
    case when random() < 0.9 then '+569' || lpad(n::text, 8, '0') end,
    '{"line": ["Calle Larga 12"], "city": "Santiago", "country": "CL"}',
    random() < 0.95,
    case when random() < 0.01 then now() end
  from (
    select n, ${rank(generatedNames.given.length)} as first, case when random() < 0.4 then ${rank(generatedNames.given.length)} end as second,
      ${rank(generatedNames.family.length)} as father, case when random() < 0.8 then ${rank(generatedNames.family.length)} end as mother
    from generate_series(${from + 1}, ${to}) as n offset 0
  ) as drawn
  join scale_names first on first.kind = 'given' and first.rank = drawn.first
  left join scale_names second on second.kind = 'given' and second.rank = drawn.second
  join scale_names father on father.kind = 'family' and father.rank = drawn.father
  left join scale_names mother on mother.kind = 'family' and mother.rank = drawn.mother`;

const buildMedicsInsert = (from: number, to: number) => `
  insert into medics (given_name, family_name, license_number, specialty, department)
  select first.name, father.name, 'S-' || n, 'Specialty ' || n % ${specialties}, 'Department ' || n % 7
  from (
    select n, ${rank(generatedNames.given.length)} as first, ${rank(generatedNames.family.length)} as father
    from generate_series(${from + 1}, ${to}) as n offset 0
  ) as drawn
  join scale_names first on first.kind = 'given' and first.rank = drawn.first
  join scale_names father on father.kind = 'family' and father.rank = drawn.father`;

/** SQL for the start of one of a work week's 80 half hours; `week` 0 is the current week. */
const buildSlotStart = (week: string, slot: string) => `(
  date_trunc('week', now())::date + (${week}) * 7 + (${slot}) / 16
  + time '09:00' + (${slot}) % 16 * interval '30 minutes') at time zone '${timeZone}'`;

/**
 * Each new patient has had one visit; one in ten has a future one. Two thirds of each medic's half hours next week
 * are taken.
 */
const buildReservationsInsert = (from: number, to: number) => `
  with numbered as (
    select id, ${patientNumber} as n from patients where created_at > ${registeredAt(`${from}`)}
  ), staff as (
    select id, (row_number() over (order by license_number) - 1)::integer as place from medics
    where substr(license_number, 3)::integer > ${from / patientsPerMedic} and substr(license_number, 3)::integer <= ${to / patientsPerMedic}
  ), size as (select count(*)::integer as medics from staff), placed as (
    select id, (n - ${from} - 1) % medics as place, (n - ${from} - 1) / medics as turn from numbered, size
  ), planned as (
    select id, place, ${buildSlotStart('-1 - turn / 80', 'turn % 80')} as starts_at,
      (array['completed', 'completed', 'completed', 'cancelled', 'no_show'])[1 + turn % 5] as status from placed where turn >= 0
    union all
    select id, place, ${buildSlotStart('1', 'turn / 10 * 3 / 2')}, case turn % 20 when 0 then 'scheduled' else 'confirmed' end
    from placed where turn % 10 = 0
  )
  insert into reservations (created_at, patient_id, medic_id, exam_id, starts_at, ends_at, status)
  select least(starts_at, now()) - interval '10 days', planned.id, staff.id, (select id from exams limit 1),
    starts_at, starts_at + interval '30 minutes', status
  from planned join staff using (place)`;

const buildRecordInserts = (from: number) => [
  `insert into medical_history_entries (patient_id, kind, position, system, code, display, start_date, status)
  select id, 'condition', 0, 'http://snomed.info/sct', '38341003', 'Hypertensive disorder', '2020-01-01', 'active'
  from patients where created_at > ${registeredAt(`${from}`)}`,
  `insert into exam_results (patient_id, system, code, display, effective_at, value, status)
  select id, 'http://loinc.org', '718-7', 'Hemoglobin', created_at + random() * interval '90 days', '{"value": 14, "unit": "g/dL"}', 'final'
  from patients where created_at > ${registeredAt(`${from}`)}`,
  `insert into audit_events (occurred_at, request_id, actor_subject, actor_role, action, resource_type, resource_id,
    patient_ids, outcome, status)
  select created_at, 'r', 'medic-' || ${patientNumber} % 500, 'medic', 'patients.read', 'Patient', id, array[id], 'success', 200
  from patients where created_at > ${registeredAt(`${from}`)}`,
];

/** Does the work of the triggers, which are disabled during the load. */
const buildWordInserts = (from: number) => [
  `insert into patient_name_words (patient_id, word)
  select id, word from patients, unnest(patient_words(search_name, other_names)) word where created_at > ${registeredAt(`${from}`)}`,
  `insert into name_words (word)
  select distinct word from patient_name_words except select word from name_words`,
];

interface GenerateOptions {
  readonly from: number;
  readonly to: number;
  /** Leaves out the rest of the network. */
  readonly onlyPatients?: boolean;
  readonly onProgress: (text: string) => void;
}

/** Adds patients, with the medics, visits and records of a correspondingly larger network. */
export async function generateNetwork(
  sql: postgres.Sql,
  { from, to, onlyPatients = false, onProgress }: GenerateOptions,
): Promise<void> {
  const what = `${formatNumber(to)} patients`;
  onProgress(`${what}: names`);
  await insertNames(sql);
  const connection = await sql.reserve();
  try {
    // Disables triggers and foreign key checks: generated rows reference only generated rows.
    await connection`set session_replication_role = replica`;
    await connection`set synchronous_commit = off`;
    await connection`set maintenance_work_mem = '512MB'`;
    await connection`set work_mem = '128MB'`;
    await connection`select setseed(${1 / to})`;
    await withoutIndexes(connection, async () => {
      onProgress(`${what}: patients`);
      await connection.unsafe(buildPatientsInsert(from, to));
      await connection`analyze patients`;
      for (const statement of buildWordInserts(from)) await connection.unsafe(statement);
      if (!onlyPatients) {
        onProgress(`${what}: records`);
        await connection`
          insert into exams (name, type, duration_minutes) values ('Chest X-ray', 'imaging', 30) on conflict do nothing`;
        await connection.unsafe(buildMedicsInsert(from / patientsPerMedic, to / patientsPerMedic));
        await connection.unsafe(buildReservationsInsert(from, to));
        for (const statement of buildRecordInserts(from)) await connection.unsafe(statement);
      }
      onProgress(`${what}: indexes`);
    });
    await connection`reset session_replication_role`;
  } finally {
    connection.release();
  }
  onProgress(`${what}: statistics`);
  await sql`vacuum analyze`;
}
