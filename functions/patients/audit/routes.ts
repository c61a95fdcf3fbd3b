import { exchange } from '../../http/exchange.js';
import { readPageRequest } from '../../http/pagination.js';
import { requireVisible } from '../../http/resource.js';
import { OperationRouter } from '../../http/router.js';
import { findPatient } from '../queries.js';
import { listAccesses, listAuditEvents } from './queries.js';
import { AuditEventPage, AuditEventQuery, RecordAccessPage, RecordAccessQuery } from './schemas.js';

export const auditTrailRouter = new OperationRouter('Audit', { resourceType: 'AuditEvent', patientData: true });

auditTrailRouter.transactional('get', '/v1/audit-events', {
  operationId: 'listAuditEvents',
  summary: 'List audit events',
  description:
    'Administrators only. Returns every access to patient data and every denied request, newest first. This request is itself recorded.',
  policy: { permission: 'audit-events:read', action: 'audit-events.list' },
  ...exchange.list(AuditEventQuery, 'A page of audit events.', AuditEventPage),
  async handler(c) {
    const { tx, audit: trail } = c.var;
    const { limit, cursor, count, ...filter } = c.req.valid('query');
    const request = await readPageRequest(c, { limit, cursor, count }, ['audit-events', filter]);
    const { rows, page } = await listAuditEvents(tx, { ...request, filter });
    // A search for one patient is an access to that patient. A search across all events returns only ids; recording an
    // access for each would bury the ones that matter.
    if (filter.patientId !== undefined) trail.addPatients(filter.patientId);
    const data = rows.map(({ actorSubject, actorRole, occurredAt, ...event }) => ({
      ...event,
      occurredAt: occurredAt.toISOString(),
      actor: { subject: actorSubject, role: actorRole },
    }));
    return c.json({ data, page }, 200);
  },
});

auditTrailRouter.transactional('get', '/v1/patients/{id}/access-log', {
  operationId: 'listRecordAccesses',
  summary: "List accesses to a patient's record",
  description:
    "Administrators can read any patient's log, and patients their own. Returns who read or changed the record, when and in which role, newest first. This request is itself recorded.",
  policy: { permission: 'access-log:read', action: 'patients.access-log' },
  ...exchange.listWithin(RecordAccessQuery, 'A page of accesses.', RecordAccessPage),
  async handler(c) {
    const { tx, audit: trail } = c.var;
    const { id } = c.req.valid('param');
    const { limit, cursor, count, ...filter } = c.req.valid('query');
    requireVisible(c, await findPatient(tx, id));
    const request = await readPageRequest(c, { limit, cursor, count }, ['access-log', id, filter]);
    const { rows, page } = await listAccesses(tx, id, { ...request, filter });
    trail.setResource(id, id);
    const data = rows.map((row) => ({
      id: row.id,
      occurredAt: row.occurredAt.toISOString(),
      actor: { subject: row.actorSubject, role: row.actorRole, name: row.actorName },
      action: row.action,
    }));
    return c.json({ data, page }, 200);
  },
});
