import type { z } from '@hono/zod-openapi';
import { hasUpcomingReservation, lockCalendars } from '../../db/calendar.js';
import { pipelined } from '../../db/client/prepared.js';
import { medicalHistoryKinds, patients } from '../../db/schema/index.js';
import { answerChanged, answerCreated, answerRead } from '../http/answer.js';
import { matchesIfNoneMatch, notModified, requireIfMatch } from '../http/conditional.js';
import type { OperationContext, TransactionContext } from '../http/context.js';
import { exchange } from '../http/exchange.js';
import { computeChanges, isEmpty } from '../http/merge-patch.js';
import { conditionalRead, mergePatchBody, response } from '../http/operation.js';
import { readListRequest } from '../http/pagination.js';
import { isBefore } from '../http/partial-dates.js';
import { patientFieldsByRole, type Role } from '../http/permissions.js';
import { createValidationProblem, Problem } from '../http/problem.js';
import {
  createDuplicateProblem,
  findLinkedRow,
  mapConstraints,
  requireChangeable,
  requireVisible,
} from '../http/resource.js';
import { OperationRouter } from '../http/router.js';
import {
  type EntryRow,
  type EntryValues,
  findPatient,
  insertPatient,
  listEntries,
  listPatients,
  type PatientRow,
  relevanceSort,
  replaceEntries,
  updatePatient,
} from './queries.js';
import {
  findImplausibleEntries,
  getViewpoint,
  toEntryValues,
  toPatient,
  toPatientColumns,
  toPatientInput,
  toPatientSummary,
} from './representation.js';
import { Patient, PatientInput, PatientPage, PatientPatch, PatientQuery } from './schemas.js';

const uniqueConstraints = {
  patients_national_id_unique: createDuplicateProblem('patient', '/nationalId', 'national id'),
  patients_account_subject_unique: createDuplicateProblem('patient', '/accountSubject', 'account'),
};

/** @throws Problem `forbidden` with the fields that the role can't set */
function requireWritableFields(role: Role, fields: object): void {
  const permitted = patientFieldsByRole[role];
  if (permitted === undefined) return;
  const refused = Object.keys(fields).filter((field) => !permitted.includes(field));
  if (refused.length > 0) {
    throw new Problem('forbidden', {
      errors: refused.map((field) => ({ pointer: `/${field}`, detail: `the ${role} role can't set this field` })),
    });
  }
}

/** @throws Problem `validation-failed` with every entry that ends before it starts, or starts in the future */
function requirePlausibleEntries(
  c: OperationContext,
  entries: readonly EntryValues[],
  present: readonly EntryRow[],
): void {
  const errors = findImplausibleEntries(entries, present, getViewpoint(c));
  if (errors.length > 0) throw new Problem('validation-failed', { errors });
}

/** A date that is partly known is in the future only if all its days are. */
function requirePastBirthDate(c: OperationContext, birthDate: string | undefined): void {
  if (birthDate !== undefined && isBefore(getViewpoint(c).today, birthDate)) {
    throw createValidationProblem('/birthDate', 'must not be in the future');
  }
}

/**
 * Changes a patient by a merge patch of fields that the caller can set.
 * @throws Problem `not-found` without a row, `precondition-failed`, `conflict` or `validation-failed`
 */
async function changePatient(
  c: TransactionContext,
  found: PatientRow | undefined,
  patch: z.infer<typeof PatientPatch>,
) {
  const { tx, audit: trail } = c.var;
  const row = requireVisible(c, found);
  const { id } = row;
  trail.setResource(id, id);
  requireChangeable(c, row, "A removed patient can't be changed.");
  const entries = await listEntries(tx, id);
  const { medicalHistory, ...changes } = computeChanges(PatientInput, toPatientInput(row, entries), patch);
  requirePastBirthDate(c, changes.birthDate);
  // Removing an empty history changes nothing.
  const isHistoryChanged = medicalHistory !== undefined && (medicalHistory !== null || entries.length > 0);
  if (!isHistoryChanged && isEmpty(changes)) return answerChanged(c, toPatient(row, entries, getViewpoint(c)));
  if (isHistoryChanged) {
    const replacing = medicalHistory ? toEntryValues(medicalHistory) : [];
    requirePlausibleEntries(c, replacing, entries);
    await replaceEntries(tx, id, medicalHistoryKinds, replacing);
  }
  const changed = await mapConstraints(updatePatient(tx, id, toPatientColumns(changes)), uniqueConstraints);
  return answerChanged(c, toPatient(changed, await listEntries(tx, id), getViewpoint(c)));
}

export const patientsRouter = new OperationRouter('Patients', { resourceType: 'Patient', patientData: true });

patientsRouter.transactional('get', '/v1/patients', {
  operationId: 'listPatients',
  summary: 'List patients',
  description:
    'Administrators, medics and staff only. Returns patients without their medical history. `search` ignores accents and tolerates a typo.',
  policy: { permission: 'patients:list', action: 'patients.list' },
  ...exchange.list(PatientQuery, 'A page of patients.', PatientPage),
  async handler(c) {
    const { tx, audit: trail } = c.var;
    const query = c.req.valid('query');
    const sort = query.sort ?? (query.search === undefined ? 'createdAt' : relevanceSort);
    const { rows, page } = await listPatients(tx, await readListRequest(c, 'patients', { ...query, sort }));
    trail.addPatients(rows.map(({ patient }) => patient.id));
    const viewpoint = getViewpoint(c);
    return c.json({ data: rows.map(({ patient }) => toPatientSummary(patient, viewpoint)), page }, 200);
  },
});

patientsRouter.transactional('post', '/v1/patients', {
  operationId: 'createPatient',
  summary: 'Create a patient',
  description:
    "Administrators, medics and staff only. Staff can't set `medicalHistory`. Only administrators can set `accountSubject`.",
  policy: { permission: 'patients:create', action: 'patients.create' },
  ...exchange.create('/v1/patients/{id}', PatientInput, 'The new patient.', Patient),
  async handler(c) {
    const { tx, audit: trail, caller } = c.var;
    const input = c.req.valid('json');
    const given = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
    requireWritableFields(caller.role, Object.fromEntries(given));
    requirePastBirthDate(c, input.birthDate);
    const { medicalHistory } = input;
    const added = medicalHistory ? toEntryValues(medicalHistory) : [];
    requirePlausibleEntries(c, added, []);
    const columns = toPatientColumns(input) as Parameters<typeof insertPatient>[1];
    const row = await mapConstraints(insertPatient(tx, columns), uniqueConstraints);
    trail.setResource(row.id, row.id);
    if (added.length > 0) await replaceEntries(tx, row.id, medicalHistoryKinds, added);
    const entries = added.length > 0 ? await listEntries(tx, row.id) : [];
    return answerCreated(c, '/v1/patients', toPatient(row, entries, getViewpoint(c)));
  },
});

patientsRouter.transactional('get', '/v1/patients/me', {
  operationId: 'getOwnPatient',
  summary: 'Get your own record',
  description: "Returns the patient record that is linked to the caller's account.",
  policy: { permission: 'patients:read', action: 'patients.read' },
  callers: ['patient'],
  problems: ['not-found'],
  responses: conditionalRead("The caller's record.", Patient),
  async handler(c) {
    const { tx, audit: trail, caller } = c.var;
    const row = requireVisible(c, await findLinkedRow(tx, patients, caller.subject));
    trail.setResource(row.id, row.id);
    if (matchesIfNoneMatch(c, row.version)) return notModified(c, row.version);
    return answerRead(c, toPatient(row, await listEntries(tx, row.id), getViewpoint(c)));
  },
});

patientsRouter.transactional('patch', '/v1/patients/me', {
  operationId: 'changeOwnPatient',
  summary: 'Update your own contact data',
  description:
    "Updates the patient record that is linked to the caller's account. Send a JSON Merge Patch of `email`, `phone` and `address`. A patch that changes nothing keeps the version.",
  policy: { permission: 'patients:change', action: 'patients.change' },
  callers: ['patient'],
  request: { body: mergePatchBody(PatientPatch) },
  responses: { 200: response.resource("The caller's updated record.", Patient) },
  problems: ['conflict', 'not-found'],
  async handler(c) {
    const { tx, caller } = c.var;
    const patch = c.req.valid('json');
    requireWritableFields(caller.role, patch);
    return changePatient(c, await findLinkedRow(tx, patients, caller.subject, { forUpdate: true }), patch);
  },
});

patientsRouter.transactional('get', '/v1/patients/{id}', {
  operationId: 'getPatient',
  summary: 'Get a patient',
  description:
    'Administrators and medics get the full record; staff get it without `medicalHistory`. Patients can read only their own record.',
  policy: { permission: 'patients:read', action: 'patients.read' },
  ...exchange.read('The patient.', Patient),
  async handler(c) {
    const { tx, audit: trail } = c.var;
    const { id } = c.req.valid('param');
    // One round trip. A caller who can't see the patient gets no rows from either query.
    const [found, entries] = await pipelined(findPatient(tx, id), listEntries(tx, id));
    const row = requireVisible(c, found);
    trail.setResource(id, id);
    return answerRead(c, toPatient(row, entries, getViewpoint(c)));
  },
});

patientsRouter.transactional('patch', '/v1/patients/{id}', {
  operationId: 'changePatient',
  summary: 'Update a patient',
  description:
    "Send a JSON Merge Patch; lists are replaced as a whole. Staff can't change `medicalHistory`. Patients can change only their own contact data. A patch that changes nothing keeps the version.",
  policy: { permission: 'patients:change', action: 'patients.change' },
  ...exchange.change(PatientPatch, 'The updated patient.', Patient),
  async handler(c) {
    const { id } = c.req.valid('param');
    const patch = c.req.valid('json');
    requireWritableFields(c.var.caller.role, patch);
    return changePatient(c, await findPatient(c.var.tx, id, { forUpdate: true }), patch);
  },
});

patientsRouter.transactional('delete', '/v1/patients/{id}', {
  operationId: 'removePatient',
  summary: 'Remove a patient',
  description:
    'Administrators only. The record is kept, but only administrators can see it. Fails with `in-use` if there are upcoming reservations.',
  policy: { permission: 'patients:remove', action: 'patients.remove' },
  ...exchange.remove('The patient was removed.'),
  problems: ['in-use'],
  async handler(c) {
    const { tx, services, audit: trail } = c.var;
    const { id } = c.req.valid('param');
    await lockCalendars(tx, { patientIds: [id] });
    const row = await findPatient(tx, id, { forUpdate: true });
    if (row === undefined || row.removedAt !== null) throw new Problem('not-found');
    trail.setResource(id, id);
    requireIfMatch(c, row.version);
    if (await hasUpcomingReservation(tx, 'patientId', id, services.now())) {
      throw new Problem('in-use', { detail: 'The patient has upcoming reservations. Cancel them first.' });
    }
    await updatePatient(tx, id, { removedAt: services.now(), active: false });
    return c.body(null, 204);
  },
});
