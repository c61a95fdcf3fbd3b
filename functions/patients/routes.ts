import type { Context } from 'hono';
import { hasReservationAhead, lockCalendars } from '../../db/calendar.js';
import { together } from '../../db/client/prepared.js';
import { medicalHistoryKinds, patients as table } from '../../db/schema/index.js';
import { etagOf, isNoneMatchMet, notModified, requireMatch } from '../http/conditional.js';
import type { ApiEnv } from '../http/context.js';
import { explaining } from '../http/failures.js';
import { folded, readPage, type SortColumns, sortKeysOf } from '../http/listing.js';
import { changesOf } from '../http/merge-patch.js';
import {
  emptyResponse,
  etagHeader,
  jsonBody,
  jsonResponse,
  locationHeader,
  mergePatchBody,
  operation,
} from '../http/operation.js';
import { patientFieldsOf, type Role } from '../http/permissions.js';
import { invalid, Problem } from '../http/problem.js';
import { createRouter } from '../http/router.js';
import { idPath } from '../http/schemas.js';
import {
  byRelevance,
  countPatients,
  type EntryRow,
  findPatient,
  findPatientOfAccount,
  insertPatient,
  listEntries,
  listPatients,
  type PatientRow,
  replaceEntries,
  searchScore,
  updatePatient,
} from './queries.js';
import { columnsOf, dayIn, entriesOf, inputOf, patientOf, summaryOf, type Viewpoint } from './representation.js';
import { Patient, PatientInput, PatientPage, PatientPatch, PatientQuery } from './schemas.js';

const audit = (action: string) => ({ action: `patients.${action}`, resourceType: 'Patient', patientData: true });

const listing = operation({
  operationId: 'listPatients',
  method: 'get',
  path: '/v1/patients',
  tags: ['Patients'],
  summary: 'Lists and searches patients',
  description:
    'Everyone who may see patients sees all of them, but not the clinical parts of their records. `search` compares names without accents and forgives a typo.',
  policy: { permission: 'patients:list', audit: audit('list') },
  request: { query: PatientQuery },
  responses: { 200: jsonResponse('A page of patients.', PatientPage) },
});

const creating = operation({
  operationId: 'createPatient',
  method: 'post',
  path: '/v1/patients',
  tags: ['Patients'],
  summary: 'Registers a patient',
  description:
    'The clinical parts come with the record or later. Reception can’t set them, and only administrators tie an account to a record.',
  policy: { permission: 'patients:create', audit: audit('create') },
  request: { body: jsonBody(PatientInput) },
  responses: { 201: jsonResponse('The new patient.', Patient, { ...etagHeader, ...locationHeader }) },
});

const readingOwn = operation({
  operationId: 'getOwnPatient',
  method: 'get',
  path: '/v1/patients/me',
  tags: ['Patients'],
  summary: 'Reads the record of the signed-in patient',
  description: 'The record whose `accountSubject` is the caller’s account.',
  policy: { permission: 'patients:read', audit: audit('read') },
  problems: ['not-found'],
  responses: {
    200: jsonResponse('The caller’s own record.', Patient, etagHeader),
    304: emptyResponse('The caller has this version.', etagHeader),
  },
});

const reading = operation({
  operationId: 'getPatient',
  method: 'get',
  path: '/v1/patients/{id}',
  tags: ['Patients'],
  summary: 'Reads a patient’s record',
  description:
    'The whole record for medics and administrators, all but the clinical parts for reception. A patient reads the own record and no other.',
  policy: { permission: 'patients:read', audit: audit('read') },
  request: { params: idPath },
  responses: {
    200: jsonResponse('The patient.', Patient, etagHeader),
    304: emptyResponse('The caller has this version.', etagHeader),
  },
});

const changing = operation({
  operationId: 'changePatient',
  method: 'patch',
  path: '/v1/patients/{id}',
  tags: ['Patients'],
  summary: 'Changes a patient’s record',
  description:
    'A JSON Merge Patch. Lists are replaced as a whole. Reception can’t change the clinical parts, a patient only the own contact data. A patch that changes nothing keeps the version.',
  policy: { permission: 'patients:change', audit: audit('change') },
  request: {
    params: idPath,
    body: mergePatchBody(PatientPatch),
  },
  problems: ['conflict'],
  responses: { 200: jsonResponse('The patient as it is now.', Patient, etagHeader) },
});

const removing = operation({
  operationId: 'removePatient',
  method: 'delete',
  path: '/v1/patients/{id}',
  tags: ['Patients'],
  summary: 'Removes a patient',
  description: 'The record is kept, and hidden from everyone but administrators.',
  policy: { permission: 'patients:remove', audit: audit('remove') },
  request: { params: idPath },
  problems: ['in-use'],
  responses: { 204: emptyResponse('The patient is removed.') },
});

const sortColumns: SortColumns = {
  createdAt: [{ column: table.createdAt, type: 'timestamptz' }],
  updatedAt: [{ column: table.updatedAt, type: 'timestamptz' }],
  name: [
    { column: folded(table.familyName), type: 'text' },
    { column: folded(table.givenName), type: 'text' },
  ],
  birthDate: [{ column: table.birthDate, type: 'date' }],
  relevance: [{ column: searchScore, type: 'real' }],
};

const todayOf = ({ var: { services } }: Context<ApiEnv>): string => dayIn(services.clinic.timeZone, services.now());

const viewpointOf = (c: Context<ApiEnv>): Viewpoint => ({ role: c.var.caller.role, today: todayOf(c) });

/** @throws Problem `forbidden` that names the fields which the role may not set */
function requireFields(role: Role, fields: object): void {
  const permitted = patientFieldsOf[role];
  if (permitted === undefined) return;
  const refused = Object.keys(fields).filter((field) => !permitted.includes(field));
  if (refused.length > 0) {
    throw new Problem('forbidden', {
      errors: refused.map((field) => ({ pointer: `/${field}`, detail: `can’t be set by the role ${role}` })),
    });
  }
}

function requireBorn(c: Context<ApiEnv>, birthDate: string | undefined): void {
  if (birthDate !== undefined && birthDate > todayOf(c)) {
    throw invalid('/birthDate', 'must not be in the future');
  }
}

const taken = (pointer: string, what: string) => () =>
  new Problem('conflict', {
    detail: `Another patient has this ${what}.`,
    errors: [{ pointer, detail: 'is taken' }],
  });

const uniqueness = {
  patients_national_id_unique: taken('/nationalId', 'national id'),
  patients_email_unique: taken('/email', 'e-mail address'),
  patients_account_subject_unique: taken('/accountSubject', 'account'),
};

/** The answer of a read: the whole record, or 304. */
async function answerPatient(c: Context<ApiEnv>, row: PatientRow | undefined, read?: readonly EntryRow[]) {
  if (row === undefined) throw new Problem('not-found');
  c.var.audit.about(row.id, row.id);
  if (isNoneMatchMet(c, row.version)) return notModified(c, row.version);
  const entries = read ?? (await listEntries(c.var.tx, row.id));
  return c.json(patientOf(row, entries, viewpointOf(c)), 200, { ETag: etagOf(row.version) });
}

/** `/v1/patients`: records of patients. */
export const patients = createRouter();

patients.openapi(listing, async (c) => {
  const { tx, audit: trail } = c.var;
  const { limit, cursor, count, sort: asked, ...filter } = c.req.valid('query');
  const sort = asked ?? (filter.search === undefined ? 'createdAt' : byRelevance);
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['patients', sort, filter],
      keys: sortKeysOf(sort, sortColumns, table.id),
      select: (plan) => listPatients(tx, filter, sort, plan),
      count: () => countPatients(tx, filter),
    },
  );
  trail.shows(rows.map(({ patient }) => patient.id));
  const viewpoint = viewpointOf(c);
  const data = rows.map(({ patient }) => summaryOf(patient, viewpoint));
  return c.json({ data, page }, 200);
});

patients.openapi(creating, async (c) => {
  const { tx, audit: trail, caller } = c.var;
  const input = c.req.valid('json');
  const given = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  requireFields(caller.role, Object.fromEntries(given));
  requireBorn(c, input.birthDate);
  const columns = columnsOf(input) as Parameters<typeof insertPatient>[1];
  const row = await explaining(insertPatient(tx, columns), uniqueness);
  if (input.medicalHistory) {
    await replaceEntries(tx, row.id, medicalHistoryKinds, entriesOf(input.medicalHistory));
  }
  trail.about(row.id, row.id);
  const entries = input.medicalHistory ? await listEntries(tx, row.id) : [];
  const headers = { Location: `/v1/patients/${row.id}`, ETag: etagOf(row.version) };
  return c.json(patientOf(row, entries, viewpointOf(c)), 201, headers);
});

patients.openapi(readingOwn, async (c) => answerPatient(c, await findPatientOfAccount(c.var.tx, c.var.caller.subject)));

patients.openapi(reading, async (c) => {
  const { id } = c.req.valid('param');
  // In one round trip: a caller who may not see the patient gets neither.
  const [row, entries] = await together(findPatient(c.var.tx, id), listEntries(c.var.tx, id));
  return answerPatient(c, row, entries);
});

patients.openapi(changing, async (c) => {
  const { tx, audit: trail, caller } = c.var;
  const { id } = c.req.valid('param');
  const patch = c.req.valid('json');
  requireFields(caller.role, patch);
  const row = await findPatient(tx, id, { forUpdate: true });
  if (row === undefined) throw new Problem('not-found');
  trail.about(id, id);
  requireMatch(c, row.version);
  if (row.removedAt !== null) throw new Problem('conflict', { detail: 'A removed patient can’t be changed.' });
  const entries = await listEntries(tx, id);
  const { medicalHistory, ...changes } = changesOf(PatientInput, inputOf(row, entries), patch);
  requireBorn(c, changes.birthDate);
  // A history without entries can be removed, and is the same afterwards.
  const isHistoryChanged = medicalHistory !== undefined && (medicalHistory !== null || entries.length > 0);
  if (!isHistoryChanged && Object.keys(changes).length === 0) {
    return c.json(patientOf(row, entries, viewpointOf(c)), 200, { ETag: etagOf(row.version) });
  }
  if (isHistoryChanged) {
    await replaceEntries(tx, id, medicalHistoryKinds, medicalHistory ? entriesOf(medicalHistory) : []);
  }
  const changed = await explaining(updatePatient(tx, id, columnsOf(changes)), uniqueness);
  const present = await listEntries(tx, id);
  return c.json(patientOf(changed, present, viewpointOf(c)), 200, { ETag: etagOf(changed.version) });
});

patients.openapi(removing, async (c) => {
  const { tx, services, audit: trail } = c.var;
  const { id } = c.req.valid('param');
  await lockCalendars(tx, { patientIds: [id] });
  const row = await findPatient(tx, id, { forUpdate: true });
  if (row === undefined || row.removedAt !== null) throw new Problem('not-found');
  trail.about(id, id);
  requireMatch(c, row.version);
  if (await hasReservationAhead(tx, 'patientId', id, services.now())) {
    throw new Problem('in-use', { detail: 'The patient has a reservation ahead. Cancel it first.' });
  }
  await updatePatient(tx, id, { removedAt: services.now(), active: false });
  return c.body(null, 204);
});
