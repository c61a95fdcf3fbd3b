/** A generator of typed clients, and a program that uses the client it generates. */
export interface Generator {
  readonly name: string;
  /** Command and arguments that write the client of `openapi.json` to `out`, run in the folder of the program. */
  readonly command: readonly string[];
  /** Java runs it, from a jar instead of an npm package. */
  readonly isJava?: true;
  /** Files that the command reads. */
  readonly files?: Readonly<Record<string, string>>;
  readonly imports: string;
  /**
   * Statements that list patients page by page, remove a patient's email address, and book a free slot. They set the
   * variables that are declared before them and printed after them.
   */
  readonly program: string;
}

export const npmPackages = {
  'openapi-typescript': '7.13.0',
  'openapi-fetch': '0.17.0',
  '@hey-api/openapi-ts': '0.99.0',
  orval: '8.38.0',
  tsx: '4.23.15',
  // The newest major version that all generators support.
  typescript: '5.9.3',
} as const;

export const generatorJar = {
  url: 'https://repo1.maven.org/maven2/org/openapitools/openapi-generator-cli/7.23.0/openapi-generator-cli-7.23.0.jar',
  sha256: 'cb087e40001e31eb08ef6140dd5de10938dbeb89016a1fe0481eaa25cd569026',
} as const;

export const generators: readonly Generator[] = [
  {
    name: 'openapi-typescript',
    // Otherwise a property of a request that has a default is required.
    command: ['openapi-typescript', 'openapi.json', '-o', 'out/schema.ts', '--default-non-nullable=false'],
    imports: `import createClient from 'openapi-fetch'; import type { paths } from './out/schema';`,
    program: `
const api = createClient<paths>({
  baseUrl: origin,
  headers: { Authorization: \`Bearer \${token}\` },
  querySerializer: { array: { style: 'form', explode: false } },
});
const query = { gender: ['female', 'male'] as ('female' | 'male')[], limit: 20, count: 'exact' as const };
do {
  const { data } = await api.GET('/v1/patients', { params: { query: { ...query, ...(cursor && { cursor }) } } });
  ids.push(...(data?.data ?? []).map((patient) => patient.id));
  total = data?.page.total;
  cursor = data?.page.nextCursor;
} while (cursor);
const changed = await api.PATCH('/v1/patients/{id}', { params: { path: { id: patientId } }, body: { email: null } });
email = changed.data?.email;
const exams = await api.GET('/v1/exams', { params: { query: { active: true } } });
const examId = exams.data?.data[0]?.id ?? '';
const slots = await api.POST('/v1/reservations/availability', { body: { examId, from, to } });
const { medicId = '', startsAt = '' } = slots.data?.data.at(-1 - turn) ?? {};
const booked = await api.POST('/v1/reservations', { body: { patientId, examId, medicId, startsAt } });
status = booked.data?.status;`,
  },
  {
    name: '@hey-api/openapi-ts',
    command: ['openapi-ts', '-i', 'openapi.json', '-o', 'out', '-c', '@hey-api/client-fetch'],
    imports: `import { bookReservation, changePatient, findAvailability, listExams, listPatients } from './out';
import { client } from './out/client.gen';`,
    program: `
client.setConfig({ baseUrl: origin, auth: () => token, throwOnError: true });
do {
  const { data } = await listPatients<true>({
    query: { gender: ['female', 'male'], limit: 20, count: 'exact', ...(cursor && { cursor }) },
  });
  ids.push(...data.data.map((patient) => patient.id));
  total = data.page.total;
  cursor = data.page.nextCursor;
} while (cursor);
email = (await changePatient<true>({ path: { id: patientId }, body: { email: null } })).data.email;
const exams = await listExams<true>({ query: { active: true } });
const examId = exams.data.data[0]?.id ?? '';
const slots = await findAvailability<true>({ body: { examId, from, to } });
const { medicId = '', startsAt = '' } = slots.data.data.at(-1 - turn) ?? {};
status = (await bookReservation<true>({ body: { patientId, examId, medicId, startsAt } })).data.status;`,
  },
  {
    name: 'orval',
    command: ['orval', '--config', 'orval.config.mjs'],
    files: {
      'orval.config.mjs': `export default {
  api: { input: 'openapi.json', output: { target: 'out/api.ts', client: 'fetch', baseUrl: process.env.ORIGIN } },
};`,
    },
    imports: `import { bookReservation, changePatient, findAvailability, listExams, listPatients } from './out/api';`,
    program: `
const options = { headers: { Authorization: \`Bearer \${token}\` } };
do {
  const filter = { gender: ['female' as const, 'male' as const], limit: 20, count: 'exact' as const };
  const page = await listPatients({ ...filter, ...(cursor && { cursor }) }, options);
  if (page.status !== 200) throw new Error(String(page.status));
  ids.push(...page.data.data.map((patient) => patient.id));
  total = page.data.page.total;
  cursor = page.data.page.nextCursor;
} while (cursor);
const changed = await changePatient(patientId, { email: null }, options);
if (changed.status === 200) email = changed.data.email;
const exams = await listExams({ active: true }, options);
const examId = exams.status === 200 ? (exams.data.data[0]?.id ?? '') : '';
const slots = await findAvailability({ examId, from, to }, options);
const { medicId = '', startsAt = '' } = (slots.status === 200 && slots.data.data.at(-1 - turn)) || {};
const booked = await bookReservation({ patientId, examId, medicId, startsAt }, options);
if (booked.status === 201) status = booked.data.status;`,
  },
  {
    name: 'openapi-generator',
    isJava: true,
    command: ['generate', '-i', 'openapi.json', '-g', 'typescript-fetch', '-o', 'out'],
    imports: `import { Configuration, ExamsApi, PatientsApi, ReservationsApi } from './out';`,
    program: `
const configuration = new Configuration({ basePath: origin, accessToken: token });
const patients = new PatientsApi(configuration);
const reservations = new ReservationsApi(configuration);
do {
  const filter = { gender: ['female' as const, 'male' as const], limit: 20, count: 'exact' as const };
  const page = await patients.listPatients({ ...filter, ...(cursor && { cursor }) });
  ids.push(...page.data.map((patient) => patient.id));
  total = page.page.total;
  cursor = page.page.nextCursor;
} while (cursor);
// The generated code reads null as undefined.
email = (await patients.changePatient({ id: patientId, patientPatch: { email: null } })).email ?? null;
const exams = await new ExamsApi(configuration).listExams({ active: true });
const examId = exams.data[0]?.id ?? '';
const availabilityInput = { examId, from: new Date(from), to: new Date(to) };
const slots = await reservations.findAvailability({ availabilityInput });
const { medicId = '', startsAt = new Date(0) } = slots.data.at(-1 - turn) ?? {};
status = (await reservations.bookReservation({ reservationInput: { patientId, examId, medicId, startsAt } })).status;`,
  },
];
