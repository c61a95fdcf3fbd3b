import type { Context } from 'hono';
import { hasUpcomingReservation, lockCalendars } from '../../db/calendar.js';
import { pipelined } from '../../db/client/prepared.js';
import { medicalHistoryKinds, patients as table } from '../../db/schema/index.js';
import { matchesIfNoneMatch, notModified, requireIfMatch, toETag } from '../http/conditional.js';
import type { ApiEnv } from '../http/context.js';
import { mapConstraints } from '../http/failures.js';
import { foldText, readPage, readSortKeys, type SortColumns } from '../http/listing.js';
import { computeChanges } from '../http/merge-patch.js';
import {
  emptyResponse,
  etagHeader,
  jsonBody,
  jsonResponse,
  locationHeader,
  mergePatchBody,
  operation,
} from '../http/operation.js';
import { patientFieldsByRole, type Role } from '../http/permissions.js';
import { createValidationProblem, Problem } from '../http/problem.js';
import { createRouter } from '../http/router.js';
import { idPath } from '../http/schemas.js';
import {
  countPatients,
  type EntryRow,
  findPatient,
  findPatientByAccount,
  insertPatient,
  listEntries,
  listPatients,
  type PatientRow,
  relevanceSort,
  replaceEntries,
  searchScore,
  updatePatient,
} from './queries.js';
import {
  toEntryValues,
  toLocalDay,
  toPatient,
  toPatientColumns,
  toPatientInput,
  toPatientSummary,
  type Viewpoint,
} from './representation.js';
import { Patient, PatientInput, PatientPage, PatientPatch, PatientQuery } from './schemas.js';

const audit = (action: string) => ({ action: `patients.${action}`, resourceType: 'Patient', patientData: true });

const listPatientsRoute = operation({
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

const createPatientRoute = operation({
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

const getOwnPatientRoute = operation({
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

const getPatientRoute = operation({
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

const changePatientRoute = operation({
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

const removePatientRoute = operation({
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
    { column: foldText(table.familyName), type: 'text' },
    { column: foldText(table.givenName), type: 'text' },
  ],
  birthDate: [{ column: table.birthDate, type: 'date' }],
  relevance: [{ column: searchScore, type: 'real' }],
};

const getToday = ({ var: { services } }: Context<ApiEnv>): string =>
  toLocalDay(services.clinic.timeZone, services.now());

const getViewpoint = (c: Context<ApiEnv>): Viewpoint => ({ role: c.var.caller.role, today: getToday(c) });

/** @throws Problem `forbidden` that names the fields which the role may not set */
function requireWritableFields(role: Role, fields: object): void {
  const permitted = patientFieldsByRole[role];
  if (permitted === undefined) return;
  const refused = Object.keys(fields).filter((field) => !permitted.includes(field));
  if (refused.length > 0) {
    throw new Problem('forbidden', {
      errors: refused.map((field) => ({ pointer: `/${field}`, detail: `can’t be set by the role ${role}` })),
    });
  }
}

function requirePastBirthDate(c: Context<ApiEnv>, birthDate: string | undefined): void {
  if (birthDate !== undefined && birthDate > getToday(c)) {
    throw createValidationProblem('/birthDate', 'must not be in the future');
  }
}

const createDuplicateProblem = (pointer: string, what: string) => () =>
  new Problem('conflict', {
    detail: `Another patient has this ${what}.`,
    errors: [{ pointer, detail: 'is taken' }],
  });

const uniqueConstraints = {
  patients_national_id_unique: createDuplicateProblem('/nationalId', 'national id'),
  patients_email_unique: createDuplicateProblem('/email', 'e-mail address'),
  patients_account_subject_unique: createDuplicateProblem('/accountSubject', 'account'),
};

/** The answer of a read: the whole record, or 304. */
async function answerPatient(c: Context<ApiEnv>, row: PatientRow | undefined, read?: readonly EntryRow[]) {
  if (row === undefined) throw new Problem('not-found');
  c.var.audit.setResource(row.id, row.id);
  if (matchesIfNoneMatch(c, row.version)) return notModified(c, row.version);
  const entries = read ?? (await listEntries(c.var.tx, row.id));
  return c.json(toPatient(row, entries, getViewpoint(c)), 200, { ETag: toETag(row.version) });
}

/** `/v1/patients`: records of patients. */
export const patientsRouter = createRouter();

patientsRouter.openapi(listPatientsRoute, async (c) => {
  const { tx, audit: trail } = c.var;
  const { limit, cursor, count, sort: asked, ...filter } = c.req.valid('query');
  const sort = asked ?? (filter.search === undefined ? 'createdAt' : relevanceSort);
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['patients', sort, filter],
      keys: readSortKeys(sort, sortColumns, table.id),
      select: (plan) => listPatients(tx, filter, sort, plan),
      count: () => countPatients(tx, filter),
    },
  );
  trail.addPatients(rows.map(({ patient }) => patient.id));
  const viewpoint = getViewpoint(c);
  const data = rows.map(({ patient }) => toPatientSummary(patient, viewpoint));
  return c.json({ data, page }, 200);
});

patientsRouter.openapi(createPatientRoute, async (c) => {
  const { tx, audit: trail, caller } = c.var;
  const input = c.req.valid('json');
  const given = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  requireWritableFields(caller.role, Object.fromEntries(given));
  requirePastBirthDate(c, input.birthDate);
  const columns = toPatientColumns(input) as Parameters<typeof insertPatient>[1];
  const row = await mapConstraints(insertPatient(tx, columns), uniqueConstraints);
  if (input.medicalHistory) {
    await replaceEntries(tx, row.id, medicalHistoryKinds, toEntryValues(input.medicalHistory));
  }
  trail.setResource(row.id, row.id);
  const entries = input.medicalHistory ? await listEntries(tx, row.id) : [];
  const headers = { Location: `/v1/patients/${row.id}`, ETag: toETag(row.version) };
  return c.json(toPatient(row, entries, getViewpoint(c)), 201, headers);
});

patientsRouter.openapi(getOwnPatientRoute, async (c) =>
  answerPatient(c, await findPatientByAccount(c.var.tx, c.var.caller.subject)),
);

patientsRouter.openapi(getPatientRoute, async (c) => {
  const { id } = c.req.valid('param');
  // In one round trip: a caller who may not see the patient gets neither.
  const [row, entries] = await pipelined(findPatient(c.var.tx, id), listEntries(c.var.tx, id));
  return answerPatient(c, row, entries);
});

patientsRouter.openapi(changePatientRoute, async (c) => {
  const { tx, audit: trail, caller } = c.var;
  const { id } = c.req.valid('param');
  const patch = c.req.valid('json');
  requireWritableFields(caller.role, patch);
  const row = await findPatient(tx, id, { forUpdate: true });
  if (row === undefined) throw new Problem('not-found');
  trail.setResource(id, id);
  requireIfMatch(c, row.version);
  if (row.removedAt !== null) throw new Problem('conflict', { detail: 'A removed patient can’t be changed.' });
  const entries = await listEntries(tx, id);
  const { medicalHistory, ...changes } = computeChanges(PatientInput, toPatientInput(row, entries), patch);
  requirePastBirthDate(c, changes.birthDate);
  // A history without entries can be removed, and is the same afterwards.
  const isHistoryChanged = medicalHistory !== undefined && (medicalHistory !== null || entries.length > 0);
  if (!isHistoryChanged && Object.keys(changes).length === 0) {
    return c.json(toPatient(row, entries, getViewpoint(c)), 200, { ETag: toETag(row.version) });
  }
  if (isHistoryChanged) {
    await replaceEntries(tx, id, medicalHistoryKinds, medicalHistory ? toEntryValues(medicalHistory) : []);
  }
  const changed = await mapConstraints(updatePatient(tx, id, toPatientColumns(changes)), uniqueConstraints);
  const present = await listEntries(tx, id);
  return c.json(toPatient(changed, present, getViewpoint(c)), 200, { ETag: toETag(changed.version) });
});

patientsRouter.openapi(removePatientRoute, async (c) => {
  const { tx, services, audit: trail } = c.var;
  const { id } = c.req.valid('param');
  await lockCalendars(tx, { patientIds: [id] });
  const row = await findPatient(tx, id, { forUpdate: true });
  if (row === undefined || row.removedAt !== null) throw new Problem('not-found');
  trail.setResource(id, id);
  requireIfMatch(c, row.version);
  if (await hasUpcomingReservation(tx, 'patientId', id, services.now())) {
    throw new Problem('in-use', { detail: 'The patient has a reservation ahead. Cancel it first.' });
  }
  await updatePatient(tx, id, { removedAt: services.now(), active: false });
  return c.body(null, 204);
});
