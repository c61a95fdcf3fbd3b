import { readPage } from '../../http/listing.js';
import { jsonResponse, operation } from '../../http/operation.js';
import { Problem } from '../../http/problem.js';
import { createRouter } from '../../http/router.js';
import { idPath } from '../../http/schemas.js';
import { findPatient } from '../queries.js';
import {
  type AuditEventRow,
  accessSortKeys,
  countAccesses,
  countAuditEvents,
  eventSortKeys,
  listAccesses,
  listAuditEvents,
} from './queries.js';
import { type AuditEvent, AuditEventPage, AuditEventQuery, RecordAccessPage, RecordAccessQuery } from './schemas.js';

const listAuditEventsRoute = operation({
  operationId: 'listAuditEvents',
  method: 'get',
  path: '/v1/audit-events',
  tags: ['Audit'],
  summary: 'Reads the audit trail',
  description: 'Every access to patient data, and every refusal, the newest first. Reading it is an event too.',
  policy: {
    permission: 'audit-events:read',
    audit: { action: 'audit-events.list', resourceType: 'AuditEvent', patientData: true },
  },
  request: { query: AuditEventQuery },
  responses: { 200: jsonResponse('A page of events.', AuditEventPage) },
});

const listRecordAccessesRoute = operation({
  operationId: 'listRecordAccesses',
  method: 'get',
  path: '/v1/patients/{id}/access-log',
  tags: ['Audit'],
  summary: 'Who read or changed a patient’s record',
  description:
    'When, who, as what role and by which operation, the newest first. Patients read the own log. Reading it is an access too.',
  policy: {
    permission: 'access-log:read',
    audit: { action: 'patients.access-log', resourceType: 'AuditEvent', patientData: true },
  },
  request: { params: idPath, query: RecordAccessQuery },
  responses: { 200: jsonResponse('A page of accesses.', RecordAccessPage) },
});

const toAuditEvent = ({ actorSubject, actorRole, occurredAt, ...event }: AuditEventRow): AuditEvent => ({
  ...event,
  occurredAt: occurredAt.toISOString(),
  actor: { subject: actorSubject, role: actorRole },
});

/** `/v1/audit-events` and a patient's access log. */
export const auditTrailRouter = createRouter();

auditTrailRouter.openapi(listAuditEventsRoute, async (c) => {
  const { tx, audit: trail } = c.var;
  const { limit, cursor, count, ...filter } = c.req.valid('query');
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['audit-events', filter],
      keys: eventSortKeys,
      select: (plan) => listAuditEvents(tx, filter, plan),
      count: () => countAuditEvents(tx, filter),
    },
  );
  // Whoever looks for one patient accesses that one. A look over all events holds ids of patients and nothing of them; to
  // note each of them as accessed would bury the accesses that matter.
  if (filter.patientId !== undefined) trail.addPatients([filter.patientId]);
  return c.json({ data: rows.map(({ event }) => toAuditEvent(event)), page }, 200);
});

auditTrailRouter.openapi(listRecordAccessesRoute, async (c) => {
  const { tx, audit: trail } = c.var;
  const { id } = c.req.valid('param');
  const { limit, cursor, count, ...period } = c.req.valid('query');
  if ((await findPatient(tx, id)) === undefined) throw new Problem('not-found');
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['access-log', id, period],
      keys: accessSortKeys,
      select: (plan) => listAccesses(tx, id, period, plan),
      count: () => countAccesses(tx, id, period),
    },
  );
  trail.setResource(id, id);
  const data = rows.map((row) => ({
    id: row.id,
    occurredAt: row.occurredAt.toISOString(),
    actor: { subject: row.actorSubject, role: row.actorRole, name: row.actorName },
    action: row.action,
  }));
  return c.json({ data, page }, 200);
});
