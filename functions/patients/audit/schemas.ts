import { z } from '@hono/zod-openapi';
import { auditOutcomes } from '../../../db/schema/index.js';
import { pageQuery, toPageSchema } from '../../http/pagination.js';
import { id, instantInput, instantOutput, trimmedText } from '../../http/schemas.js';

const idOutput = z.string().max(36).openapi({ format: 'uuid' });

const period = {
  from: instantInput
    .optional()
    .openapi({ param: { name: 'from', in: 'query' }, description: '`occurredAt` at or after.' }),
  to: instantInput.optional().openapi({ param: { name: 'to', in: 'query' }, description: '`occurredAt` before.' }),
};

/** The account or the IAM principal. */
const subject = z.string().max(2048).openapi({
  description: 'The account’s `sub`, or the ARN of an IAM principal.',
});

export const AuditEvent = z
  .strictObject({
    id: idOutput,
    occurredAt: instantOutput,
    requestId: z.string().max(200).openapi({ description: 'The `X-Request-Id` of the answer.' }),
    actor: z.strictObject({ subject: subject.nullable(), role: z.string().max(20).nullable() }).openapi({
      description: 'Both null where nobody had signed in.',
    }),
    action: z.string().max(100).openapi({ description: 'Such as `patients.read`.' }),
    resourceType: z.string().max(100).openapi({ description: 'FHIR’s name of what was accessed.' }),
    resourceId: z.string().max(200).nullable(),
    patientIds: z.array(idOutput).openapi({ description: 'Every patient whose data the answer held.' }),
    outcome: z.enum(auditOutcomes),
    status: z.int().min(100).max(599).openapi({ format: 'int32', description: 'Of HTTP.' }),
  })
  .openapi('AuditEvent');
export type AuditEvent = z.infer<typeof AuditEvent>;

export const AuditEventPage = toPageSchema(AuditEvent).openapi('AuditEventPage');

export const AuditEventQuery = z.strictObject({
  ...pageQuery,
  ...period,
  patientId: id.optional().openapi({
    param: { name: 'patientId', in: 'query' },
    description: 'Whose data the answer held.',
  }),
  actor: trimmedText(2048)
    .optional()
    .openapi({
      param: { name: 'actor', in: 'query' },
      description: 'The account’s `sub`, or the ARN of an IAM principal.',
    }),
  action: trimmedText(100)
    .optional()
    .openapi({ param: { name: 'action', in: 'query' }, description: 'Such as `patients.read`.' }),
});

export const RecordAccess = z
  .strictObject({
    id: idOutput,
    occurredAt: instantOutput,
    actor: z.strictObject({
      subject: subject.nullable(),
      role: z.string().max(20).nullable(),
      name: z.string().max(401).nullable().openapi({ description: 'Of a medic whose account is known.' }),
    }),
    action: z.string().max(100).openapi({ description: 'Such as `patients.read`.' }),
  })
  .openapi('RecordAccess');
export type RecordAccess = z.infer<typeof RecordAccess>;

export const RecordAccessPage = toPageSchema(RecordAccess).openapi('RecordAccessPage');

export const RecordAccessQuery = z.strictObject({ ...pageQuery, ...period });
