import { hasUpcomingReservation, lockCalendars } from '../../db/calendar.js';
import { answerChanged, answerCreated, answerRead } from '../http/answer.js';
import type { OperationContext } from '../http/context.js';
import { exchange } from '../http/exchange.js';
import { computeChanges, isEmpty, withoutRepeated } from '../http/merge-patch.js';
import { conditionalRead, response } from '../http/operation.js';
import { readListRequest } from '../http/pagination.js';
import { Problem } from '../http/problem.js';
import {
  createDuplicateProblem,
  mapConstraints,
  requireChangeable,
  requireRemovable,
  requireVisible,
  toCommonFields,
  toNames,
  toRemovedAt,
} from '../http/resource.js';
import { OperationRouter } from '../http/router.js';
import { fitStored } from '../http/stored-json.js';
import {
  findMedic,
  findOwnMedic,
  insertMedic,
  listMedics,
  listSpecialties,
  type MedicRow,
  updateMedic,
} from './queries.js';
import {
  Medic,
  MedicInput,
  MedicPage,
  MedicPatch,
  MedicQuery,
  maximumSpecialties,
  Specialties,
  workingHoursOutput,
} from './schemas.js';

const uniqueConstraints = {
  medics_license_number_unique: createDuplicateProblem('medic', '/licenseNumber', 'license number'),
  medics_account_subject_unique: createDuplicateProblem('medic', '/accountSubject', 'account'),
};

const readWorkingHours = ({ workingHours }: MedicRow) => fitStored(workingHoursOutput, workingHours) ?? [];

/** Converts a row to a medic as the caller may see it: patients get no private contact data. */
function toMedic({ var: { caller, services } }: OperationContext, row: MedicRow): Medic {
  const workingHours = readWorkingHours(row);
  return {
    ...toCommonFields(row),
    ...toNames(row),
    specialty: row.specialty,
    department: row.department,
    licenseNumber: row.licenseNumber,
    ...(caller.role !== 'patient' && { email: row.email, phone: row.phone }),
    workingHours: workingHours.length > 0 ? workingHours : services.clinic.workingHours,
    active: row.active,
    ...(caller.role === 'admin' && { accountSubject: row.accountSubject }),
    ...toRemovedAt(row, caller),
  };
}

export const medicsRouter = new OperationRouter('Medics', { resourceType: 'Practitioner', patientData: false });

medicsRouter.transactional('get', '/v1/medics', {
  operationId: 'listMedics',
  summary: 'List medics',
  description: "Returns medics. Patients don't see email and phone. Only administrators see removed medics.",
  policy: { permission: 'medics:read', action: 'medics.list' },
  ...exchange.list(MedicQuery, 'A page of medics.', MedicPage),
  async handler(c) {
    const query = { ...c.req.valid('query'), withRemoved: c.var.caller.role === 'admin' };
    const { rows, page } = await listMedics(c.var.tx, await readListRequest(c, 'medics', query));
    return c.json({ data: rows.map((row) => toMedic(c, row)), page }, 200);
  },
});

medicsRouter.transactional('post', '/v1/medics', {
  operationId: 'createMedic',
  summary: 'Create a medic',
  description: "Administrators only. `workingHours` defaults to the clinic's hours.",
  policy: { permission: 'medics:write', action: 'medics.create' },
  ...exchange.create('/v1/medics/{id}', MedicInput, 'The new medic.', Medic),
  async handler(c) {
    const row = await mapConstraints(insertMedic(c.var.tx, c.req.valid('json')), uniqueConstraints);
    c.var.audit.setResource(row.id);
    return answerCreated(c, '/v1/medics', toMedic(c, row));
  },
});

medicsRouter.transactional('get', '/v1/medics/me', {
  operationId: 'getOwnMedic',
  summary: 'Get your own medic record',
  description: "Returns the medic record that is linked to the caller's account.",
  policy: { permission: 'medics:read', action: 'medics.read' },
  callers: ['medic'],
  problems: ['not-found'],
  responses: conditionalRead("The caller's record.", Medic),
  async handler(c) {
    const { tx, audit: trail, caller } = c.var;
    const row = requireVisible(c, await findOwnMedic(tx, caller.subject));
    trail.setResource(row.id);
    return answerRead(c, toMedic(c, row));
  },
});

medicsRouter.transactional('get', '/v1/medics/specialties', {
  operationId: 'listSpecialties',
  summary: 'List specialties',
  description: 'Returns the specialties of active medics, for a filter or an availability search.',
  policy: { permission: 'medics:read', action: 'medics.specialties' },
  responses: { 200: response.json('The specialties, in alphabetical order.', Specialties) },
  async handler(c) {
    return c.json({ data: await listSpecialties(c.var.tx, maximumSpecialties) }, 200);
  },
});

medicsRouter.transactional('get', '/v1/medics/{id}', {
  operationId: 'getMedic',
  summary: 'Get a medic',
  description: "Returns one medic. Patients don't see email and phone.",
  policy: { permission: 'medics:read', action: 'medics.read' },
  ...exchange.read('The medic.', Medic),
  async handler(c) {
    const row = requireVisible(c, await findMedic(c.var.tx, c.req.valid('param').id));
    return answerRead(c, toMedic(c, row));
  },
});

medicsRouter.transactional('patch', '/v1/medics/{id}', {
  operationId: 'changeMedic',
  summary: 'Update a medic',
  description: 'Administrators only. Send a JSON Merge Patch. Existing reservations are not affected.',
  policy: { permission: 'medics:write', action: 'medics.change' },
  ...exchange.change(MedicPatch, 'The updated medic.', Medic),
  async handler(c) {
    const { tx } = c.var;
    const { id } = c.req.valid('param');
    const row = requireVisible(c, await findMedic(tx, id, { forUpdate: true }));
    requireChangeable(c, row, "A removed medic can't be changed.");
    const current = { ...row, workingHours: readWorkingHours(row) };
    // A medic without hours reads as having the clinic's, which sending them back must not make the medic's own.
    const patch = withoutRepeated(c.req.valid('json'), toMedic(c, row));
    const changes = computeChanges(MedicInput, current, patch);
    const present = isEmpty(changes) ? row : await mapConstraints(updateMedic(tx, row, changes), uniqueConstraints);
    return answerChanged(c, toMedic(c, present));
  },
});

medicsRouter.transactional('delete', '/v1/medics/{id}', {
  operationId: 'removeMedic',
  summary: 'Remove a medic',
  description: 'Administrators only. The record is kept. Fails with `in-use` if there are upcoming reservations.',
  policy: { permission: 'medics:write', action: 'medics.remove' },
  ...exchange.remove('The medic was removed.'),
  problems: ['in-use'],
  async handler(c) {
    const { tx, services } = c.var;
    const { id } = c.req.valid('param');
    await lockCalendars(tx, { medicIds: [id] });
    const row = requireVisible(c, await findMedic(tx, id, { forUpdate: true }));
    requireRemovable(c, row);
    if (await hasUpcomingReservation(tx, 'medicId', id, services.now())) {
      throw new Problem('in-use', { detail: 'The medic has upcoming reservations. Cancel them first.' });
    }
    await updateMedic(tx, row, { removedAt: services.now(), active: false });
    return c.body(null, 204);
  },
});
