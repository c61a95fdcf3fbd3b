import type { Context } from 'hono';
import { hasUpcomingReservation, lockCalendars } from '../../db/calendar.js';
import { medics as table } from '../../db/schema/index.js';
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
import { Problem } from '../http/problem.js';
import { createRouter } from '../http/router.js';
import { idPath } from '../http/schemas.js';
import { countMedics, findMedic, insertMedic, listMedics, type MedicRow, updateMedic } from './queries.js';
import { Medic, MedicInput, MedicPage, MedicPatch, MedicQuery } from './schemas.js';

const audit = (action: string) => ({ action: `medics.${action}`, resourceType: 'Practitioner', patientData: false });

const listMedicsRoute = operation({
  operationId: 'listMedics',
  method: 'get',
  path: '/v1/medics',
  tags: ['Medics'],
  summary: 'Lists and searches medics',
  description: 'Patients see no private contact data. Removed medics are shown to administrators only.',
  policy: { permission: 'medics:read', audit: audit('list') },
  request: { query: MedicQuery },
  responses: { 200: jsonResponse('A page of medics.', MedicPage) },
});

const createMedicRoute = operation({
  operationId: 'createMedic',
  method: 'post',
  path: '/v1/medics',
  tags: ['Medics'],
  summary: 'Adds a medic',
  description: 'Without `workingHours` the clinic’s hours hold.',
  policy: { permission: 'medics:write', audit: audit('create') },
  request: { body: jsonBody(MedicInput) },
  responses: { 201: jsonResponse('The new medic.', Medic, { ...etagHeader, ...locationHeader }) },
});

const getMedicRoute = operation({
  operationId: 'getMedic',
  method: 'get',
  path: '/v1/medics/{id}',
  tags: ['Medics'],
  summary: 'Reads a medic',
  description: 'Patients see no private contact data.',
  policy: { permission: 'medics:read', audit: audit('read') },
  request: { params: idPath },
  responses: {
    200: jsonResponse('The medic.', Medic, etagHeader),
    304: emptyResponse('The caller has this version.', etagHeader),
  },
});

const changeMedicRoute = operation({
  operationId: 'changeMedic',
  method: 'patch',
  path: '/v1/medics/{id}',
  tags: ['Medics'],
  summary: 'Changes a medic',
  description: 'A JSON Merge Patch. New working hours move no reservation that is already booked.',
  policy: { permission: 'medics:write', audit: audit('change') },
  request: { params: idPath, body: mergePatchBody(MedicPatch) },
  problems: ['conflict'],
  responses: { 200: jsonResponse('The medic as it is now.', Medic, etagHeader) },
});

const removeMedicRoute = operation({
  operationId: 'removeMedic',
  method: 'delete',
  path: '/v1/medics/{id}',
  tags: ['Medics'],
  summary: 'Removes a medic',
  description: 'The record is kept for the reservations that name it.',
  policy: { permission: 'medics:write', audit: audit('remove') },
  request: { params: idPath },
  problems: ['in-use'],
  responses: { 204: emptyResponse('The medic is removed.') },
});

const sortColumns: SortColumns = {
  name: [
    { column: foldText(table.familyName), type: 'text' },
    { column: foldText(table.givenName), type: 'text' },
  ],
  createdAt: [{ column: table.createdAt, type: 'timestamptz' }],
};

const uniqueConstraints = Object.fromEntries(
  [
    ['medics_license_number_unique', '/licenseNumber', 'licence number'] as const,
    ['medics_account_subject_unique', '/accountSubject', 'account'] as const,
  ].map(([constraint, pointer, what]) => [
    constraint,
    () =>
      new Problem('conflict', {
        detail: `Another medic has this ${what}.`,
        errors: [{ pointer, detail: 'is taken' }],
      }),
  ]),
);

/** A medic as the caller may see it: patients get no private contact data. */
function toMedic(c: Context<ApiEnv>, row: MedicRow): Medic {
  const { role } = c.var.caller;
  return {
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
    givenName: row.givenName,
    familyName: row.familyName,
    fullName: `${row.givenName} ${row.familyName}`,
    specialty: row.specialty,
    department: row.department,
    licenseNumber: row.licenseNumber,
    ...(role !== 'patient' && { email: row.email, phone: row.phone }),
    workingHours: row.workingHours?.length ? row.workingHours : c.var.services.clinic.workingHours,
    active: row.active,
    ...(role === 'admin' && {
      accountSubject: row.accountSubject,
      removedAt: row.removedAt?.toISOString() ?? null,
    }),
  };
}

/** What a client would send to create this medic as it is. */
function toMedicInput(row: MedicRow): MedicInput {
  const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, version: _version, ...rest } = row;
  const { searchName: _searchName, removedAt: _removedAt, ...input } = rest;
  return { ...input, workingHours: input.workingHours ?? [] };
}

/** @throws Problem `not-found` for a medic that is unknown, or removed and the caller no administrator */
function requireVisible(c: Context<ApiEnv>, row: MedicRow | undefined): MedicRow {
  if (row === undefined || (row.removedAt !== null && c.var.caller.role !== 'admin')) throw new Problem('not-found');
  c.var.audit.setResource(row.id);
  return row;
}

/** `/v1/medics`: the medical staff. */
export const medicsRouter = createRouter();

medicsRouter.openapi(listMedicsRoute, async (c) => {
  const { tx, caller } = c.var;
  const { limit, cursor, count, sort, ...asked } = c.req.valid('query');
  const filter = { ...asked, withRemoved: caller.role === 'admin' };
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['medics', sort, filter],
      keys: readSortKeys(sort, sortColumns, table.id),
      select: (plan) => listMedics(tx, filter, plan),
      count: () => countMedics(tx, filter),
    },
  );
  return c.json({ data: rows.map(({ medic }) => toMedic(c, medic)), page }, 200);
});

medicsRouter.openapi(createMedicRoute, async (c) => {
  const row = await mapConstraints(insertMedic(c.var.tx, c.req.valid('json')), uniqueConstraints);
  c.var.audit.setResource(row.id);
  return c.json(toMedic(c, row), 201, { Location: `/v1/medics/${row.id}`, ETag: toETag(row.version) });
});

medicsRouter.openapi(getMedicRoute, async (c) => {
  const row = requireVisible(c, await findMedic(c.var.tx, c.req.valid('param').id));
  if (matchesIfNoneMatch(c, row.version)) return notModified(c, row.version);
  return c.json(toMedic(c, row), 200, { ETag: toETag(row.version) });
});

medicsRouter.openapi(changeMedicRoute, async (c) => {
  const { tx } = c.var;
  const { id } = c.req.valid('param');
  const row = requireVisible(c, await findMedic(tx, id, { forUpdate: true }));
  requireIfMatch(c, row.version);
  if (row.removedAt !== null) throw new Problem('conflict', { detail: 'A removed medic can’t be changed.' });
  const changes = computeChanges(MedicInput, toMedicInput(row), c.req.valid('json'));
  const isChanged = Object.keys(changes).length > 0;
  const present = isChanged ? await mapConstraints(updateMedic(tx, id, changes), uniqueConstraints) : row;
  return c.json(toMedic(c, present), 200, { ETag: toETag(present.version) });
});

medicsRouter.openapi(removeMedicRoute, async (c) => {
  const { tx, services } = c.var;
  const { id } = c.req.valid('param');
  await lockCalendars(tx, { medicIds: [id] });
  const row = requireVisible(c, await findMedic(tx, id, { forUpdate: true }));
  if (row.removedAt !== null) throw new Problem('not-found');
  requireIfMatch(c, row.version);
  if (await hasUpcomingReservation(tx, 'medicId', id, services.now())) {
    throw new Problem('in-use', { detail: 'The medic has a reservation ahead. Cancel it first.' });
  }
  await updateMedic(tx, id, { removedAt: services.now(), active: false });
  return c.body(null, 204);
});
