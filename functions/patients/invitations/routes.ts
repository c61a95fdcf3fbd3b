import { patients } from '../../../db/schema/index.js';
import { answerRead } from '../../http/answer.js';
import { requireIfMatch, toETag } from '../../http/conditional.js';
import type { TransactionContext } from '../../http/context.js';
import { exchange } from '../../http/exchange.js';
import { conditionalRead, response } from '../../http/operation.js';
import { readPageRequest } from '../../http/pagination.js';
import { Problem } from '../../http/problem.js';
import type { ReplayRule } from '../../http/replay.js';
import { findLinkedRow, requireVisible, toCommonFields } from '../../http/resource.js';
import { OperationRouter } from '../../http/router.js';
import { idPath } from '../../http/schemas.js';
import { findPatient, listEntries, type PatientRow } from '../queries.js';
import { getViewpoint, toPatient } from '../representation.js';
import { Patient } from '../schemas.js';
import { createInvitationCode } from './codes.js';
import {
  findInvitation,
  type InvitationRow,
  insertInvitation,
  type LinkAttempt,
  linkAccount,
  listInvitations,
  withdrawOpenInvitation,
} from './queries.js';
import {
  AccountLink,
  InvitationPage,
  InvitationQuery,
  invitationPath,
  NewPatientInvitation,
  PatientInvitation,
} from './schemas.js';

/**
 * Finds the patient of invitations, and records the access.
 * @throws Problem `not-found`
 */
async function requirePatient(c: TransactionContext, id: string, locking = {}): Promise<PatientRow> {
  const patient = requireVisible(c, await findPatient(c.var.tx, id, locking));
  c.var.audit.setResource(id, id);
  return patient;
}

const toInvitation = (row: InvitationRow): PatientInvitation => ({
  ...toCommonFields(row),
  patientId: row.patientId,
  status: row.status,
  expiresAt: row.expiresAt.toISOString(),
});

/** An invitation expires without a change of its row. */
const toVersion = ({ version, status }: InvitationRow) => (status === 'expired' ? `${version}-expired` : version);

/** Returns a code again only while it works. */
const requireOpenInvitation: Exclude<ReplayRule, string> = {
  async requires(tx, patientId, { status, readBody }) {
    if (status !== 201) return true;
    const { id } = JSON.parse(readBody()) as NewPatientInvitation;
    return (await findInvitation(tx, patientId, id))?.status === 'open';
  },
};

const createConflict = (detail: string): Problem => new Problem('conflict', { detail });

/** Creates the problem of an attempt that failed. A wrong birth date and an unknown code look the same. */
function createLinkProblem({ outcome, waitSeconds }: LinkAttempt): Problem {
  switch (outcome) {
    case 'account-linked':
      return createConflict('This account is already linked to a patient record.');
    case 'record-linked':
      return createConflict('The patient record is already linked to another account.');
    case 'too-many-tries':
      return new Problem('too-many-requests', {
        detail: 'This account has tried too many wrong codes or birth dates within an hour.',
        headers: { 'Retry-After': String(waitSeconds) },
      });
    default:
      return new Problem('not-found', {
        detail: 'No open invitation has this code and birth date. After five wrong tries, a code no longer works.',
        // Otherwise, the try wouldn't count.
        isCommitted: true,
      });
  }
}

export const invitationsRouter = new OperationRouter('Patients', { resourceType: 'Patient', patientData: true });

invitationsRouter.transactional('post', '/v1/patients/{id}/invitations', {
  operationId: 'invitePatient',
  summary: 'Invite a patient',
  description:
    'Administrators and staff only. Returns a code, valid for 7 days, with which the patient links an account to the record. Only this response contains the code. An earlier open invitation of the patient is withdrawn. Fails with `conflict` if the record is linked to an account, inactive or removed.',
  policy: { permission: 'patients:invite', action: 'patients.invite' },
  request: { params: idPath },
  responses: { 201: response.created('The new invitation with its code.', NewPatientInvitation) },
  replay: requireOpenInvitation,
  async handler(c) {
    const patient = await requirePatient(c, c.req.valid('param').id, { forUpdate: true });
    if (patient.removedAt !== null) throw createConflict("A removed patient can't be invited.");
    if (!patient.active) throw createConflict("An inactive patient can't be invited.");
    if (patient.accountSubject !== null) throw createConflict('The patient record is already linked to an account.');
    await withdrawOpenInvitation(c.var.tx, patient.id);
    const code = createInvitationCode();
    const row = await insertInvitation(c.var.tx, patient.id, code);
    const Location = `/v1/patients/${patient.id}/invitations/${row.id}`;
    return c.json({ ...toInvitation(row), code }, 201, { Location, ETag: toETag(row.version) });
  },
});

invitationsRouter.transactional('get', '/v1/patients/{id}/invitations', {
  operationId: 'listInvitations',
  summary: "List a patient's invitations",
  description:
    'Administrators and staff only. Returns the invitations of a patient with their status, but without their codes, newest first.',
  policy: { permission: 'patients:invite', action: 'patients.invitations' },
  ...exchange.listWithin(InvitationQuery, 'A page of invitations.', InvitationPage),
  async handler(c) {
    const { id } = await requirePatient(c, c.req.valid('param').id);
    const request = await readPageRequest(c, c.req.valid('query'), ['invitations', id]);
    const { rows, page } = await listInvitations(c.var.tx, id, request);
    return c.json({ data: rows.map(toInvitation), page }, 200);
  },
});

invitationsRouter.transactional('get', '/v1/patients/{id}/invitations/{invitationId}', {
  operationId: 'getInvitation',
  summary: 'Get an invitation',
  description: 'Administrators and staff only. Returns one invitation of a patient without its code.',
  policy: { permission: 'patients:invite', action: 'patients.invitations' },
  request: { params: invitationPath },
  responses: conditionalRead('The invitation.', PatientInvitation),
  async handler(c) {
    const { id, invitationId } = c.req.valid('param');
    const row = requireVisible(c, await findInvitation(c.var.tx, id, invitationId));
    c.var.audit.setResource(id, id);
    return answerRead(c, toInvitation(row), toVersion(row));
  },
});

invitationsRouter.transactional('delete', '/v1/patients/{id}/invitations/{invitationId}', {
  operationId: 'withdrawInvitation',
  summary: 'Withdraw an invitation',
  description:
    'Administrators and staff only. The code stops working. The invitation is kept with the status `withdrawn`. Fails with `conflict` if it is used, expired or locked.',
  policy: { permission: 'patients:invite', action: 'patients.withdraw-invitation' },
  ...exchange.remove('The invitation was withdrawn.'),
  request: { params: invitationPath },
  problems: ['conflict'],
  async handler(c) {
    const { id, invitationId } = c.req.valid('param');
    const row = await findInvitation(c.var.tx, id, invitationId, { forUpdate: true });
    if (row === undefined || row.status === 'withdrawn') throw new Problem('not-found');
    c.var.audit.setResource(id, id);
    requireIfMatch(c, toVersion(row));
    if (row.status !== 'open')
      throw createConflict(`The invitation is ${row.status}. Only open invitations can be withdrawn.`);
    await withdrawOpenInvitation(c.var.tx, id);
    return c.body(null, 204);
  },
});

invitationsRouter.transactional('post', '/v1/patients/me/link', {
  operationId: 'linkOwnPatient',
  summary: 'Link your account to your record',
  description:
    "Patients without a linked record only. Send the code of an invitation and the patient's birth date. Five wrong tries end a code, and an account has five wrong tries per hour. Fails with `not-found` if no open invitation has this code and birth date, and with `conflict` if the account or the record is already linked.",
  policy: { permission: 'patients:link', action: 'patients.link' },
  ...exchange.create('/v1/patients/{id}', AccountLink, "The caller's record.", Patient),
  async handler(c) {
    const attempt = await linkAccount(c.var.tx, c.req.valid('json'));
    const { tx, audit: trail, caller } = c.var;
    if (attempt.patientId !== null) trail.setResource(attempt.patientId);
    if (attempt.outcome !== 'linked') throw createLinkProblem(attempt);
    const row = requireVisible(c, await findLinkedRow(tx, patients, caller.subject));
    trail.setResource(row.id, row.id);
    const patient = toPatient(row, await listEntries(tx, row.id), getViewpoint(c));
    return c.json(patient, 201, { Location: '/v1/patients/me', ETag: toETag(row.version) });
  },
});
