import type postgres from 'postgres';

export interface SeededClinic {
  readonly patientIds: readonly string[];
  readonly medicIds: readonly string[];
  readonly examId: string;
}

/** Family names of the patients; a search matches 1 in 40. */
export const familyNames = [
  'Abarca', 'Bustos', 'Carmona', 'Donoso', 'Espinoza', 'Fuentes', 'Gallardo', 'Henríquez', 'Ibarra', 'Jara',
  'Krause', 'Lagos', 'Madrid', 'Navarro', 'Olivares', 'Poblete', 'Quiroga', 'Riquelme', 'Sandoval', 'Tapia',
  'Urrutia', 'Valdés', 'Weber', 'Ximénez', 'Yáñez', 'Zamora', 'Aravena', 'Bravo', 'Cáceres', 'Dávila',
  'Escobar', 'Figueroa', 'Godoy', 'Hormazábal', 'Iturra', 'Jofré', 'Kaiser', 'Leiva', 'Moraga', 'Neira',
]; // biome-ignore format: forty names, not forty lines

const patients = 4_000;
const medics = 200;
const entriesPerPatient = 4;

const toIds = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** A clinic that fits in memory, so that the benchmark measures the path to the database and back. */
export async function seedClinic(sql: postgres.Sql): Promise<SeededClinic> {
  const patientIds = toIds(
    await sql<{ id: string }[]>`
    insert into patients (given_name, family_name, birth_date, gender, email, phone, address)
    select 'Elena', (${familyNames}::text[])[1 + n % ${familyNames.length}::integer], date '1940-01-01' + n, 'female',
      'p' || n || '@example.org', '+569' || lpad(n::text, 8, '0'),
      '{"line": ["Calle Larga 12"], "city": "Santiago", "country": "CL"}'
    from generate_series(1, ${patients}::integer) as n returning id`,
  );
  await sql`
    insert into medical_history_entries (patient_id, kind, position, system, code, display, start_date, status)
    select id, 'condition', place, 'http://snomed.info/sct', '38341003', 'Hypertensive disorder', '2020-01-01', 'active'
    from patients, generate_series(0, ${entriesPerPatient - 1}::integer) as place`;
  // Medics work around the clock, so that every booking finds its own slot.
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }));
  const medicIds = toIds(
    await sql<{ id: string }[]>`
    insert into medics (given_name, family_name, license_number, working_hours)
    select 'Omar', 'Medic ' || n, 'B-' || n, ${JSON.stringify(hours)}::text::jsonb
    from generate_series(1, ${medics}::integer) as n returning id`,
  );
  const examIds = toIds(
    await sql<{ id: string }[]>`
    insert into exams (name, type, duration_minutes) values ('Chest X-ray', 'imaging', 30) returning id`,
  );
  await sql`vacuum analyze`;
  return { patientIds, medicIds, examId: examIds[0] ?? '' };
}
