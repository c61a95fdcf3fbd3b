import { z } from '@hono/zod-openapi';
import { auditOutcomes } from '../../../db/schema/index.js';
import { anyOf } from '../../http/filters.js';
import { pageQuery, toPageSchema } from '../../http/pagination.js';
import { id, idOutput, instantInput, instantOutput, textOutput, trimmedText } from '../../http/schemas.js';

const period = {
  from: instantInput.optional().openapi({ description: 'Events at or after this time.' }),
  to: instantInput.optional().openapi({ description: 'Events before this time.' }),
};

/** An account or an IAM principal. */
const subject = textOutput(2048).openapi({
  description: "The account's `sub`, or the ARN of an IAM principal.",
});

export const AuditEvent = z
  .strictObject({
    id: idOutput,
    occurredAt: instantOutput,
    requestId: textOutput(200).openapi({ description: 'The `X-Request-Id` of the request.' }),
    actor: z.strictObject({ subject: subject.nullable(), role: textOutput(20).nullable() }).openapi({
      description: 'The caller. Both fields are null for an unauthenticated caller.',
    }),
    action: textOutput(100).openapi({ description: 'For example `patients.read`.' }),
    resourceType: textOutput(100).openapi({ description: 'The FHIR resource type, for example `Patient`.' }),
    resourceId: textOutput(200).nullable(),
    patientIds: z.array(idOutput).openapi({ description: 'Every patient whose data the response contained.' }),
    outcome: z.enum(auditOutcomes),
    status: z.int().min(100).max(599).openapi({ format: 'int32', description: 'The HTTP status of the response.' }),
  })
  .openapi('AuditEvent');
export type AuditEvent = z.infer<typeof AuditEvent>;

export const AuditEventPage = toPageSchema(AuditEvent).openapi('AuditEventPage');

export const AuditEventQuery = z.strictObject({
  ...pageQuery,
  ...period,
  patientId: anyOf(id).openapi({
    description: 'Events that concern one of these patients.',
  }),
  actor: trimmedText(2048).optional().openapi({
    description: "The account's `sub`, or the ARN of an IAM principal.",
  }),
  action: trimmedText(100).optional().openapi({ description: 'For example `patients.read`.' }),
});

export const RecordAccess = z
  .strictObject({
    id: idOutput,
    occurredAt: instantOutput,
    actor: z.strictObject({
      subject: subject.nullable(),
      role: textOutput(20).nullable(),
      name: textOutput(401).nullable().openapi({ description: "The medic's name, if the actor is a known medic." }),
    }),
    action: textOutput(100).openapi({ description: 'For example `patients.read`.' }),
  })
  .openapi('RecordAccess');
export type RecordAccess = z.infer<typeof RecordAccess>;

export const RecordAccessPage = toPageSchema(RecordAccess).openapi('RecordAccessPage');

export const RecordAccessQuery = z.strictObject({ ...pageQuery, ...period });
