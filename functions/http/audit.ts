import { param, prepared } from '../../db/client/prepared.js';
import type { DatabaseCaller, Transaction } from '../../db/client/transaction.js';
import { auditEvents, type IdempotencyTrail } from '../../db/schema/index.js';
import type { Permission } from './permissions.js';

/** What an operation is called on the audit trail. */
export interface AuditedOperation {
  /** Such as `patients.read`. */
  readonly action: string;
  /** FHIR's name of what is accessed, such as `Patient`. */
  readonly resourceType: string;
  /** Whether the answer holds data of patients; then its success is an event, not only its refusal. */
  readonly patientData: boolean;
}

/** Who may do an operation, and what it is on the audit trail. */
export interface OperationPolicy {
  readonly permission: Permission;
  readonly audit: AuditedOperation;
}

const uuidSyntax = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a request turned out to touch; the operation fills it in on its way. */
export class AuditTrail {
  resourceId: string | undefined;
  readonly #patientIds = new Set<string>();

  /** @param attempted the id in the path: what a refusal was about. Anything but a UUID could be a name, and is not kept. */
  constructor(attempted?: string) {
    this.resourceId = attempted !== undefined && uuidSyntax.test(attempted) ? attempted.toLowerCase() : undefined;
  }

  /** The one record that the operation is about. */
  setResource(resourceId: string, patientId?: string): void {
    this.resourceId = resourceId;
    if (patientId !== undefined) this.#patientIds.add(patientId);
  }

  /** Patients whose data the answer holds. */
  addPatients(patientIds: Iterable<string>): void {
    for (const patientId of patientIds) this.#patientIds.add(patientId);
  }

  /** Takes over what the first answer to an Idempotency-Key touched, for its replay. */
  restore({ resourceId, patientIds }: IdempotencyTrail): void {
    if (resourceId !== null) this.setResource(resourceId);
    this.addPatients(patientIds);
  }

  get patientIds(): string[] {
    return [...this.#patientIds];
  }
}

/** Whether the caller was kept from something. */
export const isRefusal = (status: number): boolean => status === 401 || status === 403 || status === 404;

function toOutcome(status: number): 'success' | 'refused' | 'failed' {
  if (status < 400) return 'success';
  return isRefusal(status) ? 'refused' : 'failed';
}

const insertEvent = prepared((db) =>
  db.insert(auditEvents).values({
    requestId: param('requestId'),
    actorSubject: param('actorSubject'),
    actorRole: param('actorRole'),
    action: param('action'),
    resourceType: param('resourceType'),
    resourceId: param('resourceId'),
    patientIds: param('patientIds'),
    outcome: param('outcome'),
    status: param('status'),
  }),
);

/** The event could not be written, so what it is about must not be done. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
}

/**
 * Writes the event of one request; within the request's own transaction, so that neither stays without the other.
 * @throws AuditError with the database's own as its cause
 */
export async function writeAuditEvent(
  tx: Transaction,
  operation: AuditedOperation,
  trail: AuditTrail,
  caller: DatabaseCaller,
  status: number,
): Promise<void> {
  const event = {
    requestId: caller.requestId,
    actorSubject: caller.subject,
    actorRole: caller.role,
    action: operation.action,
    resourceType: operation.resourceType,
    resourceId: trail.resourceId ?? null,
    patientIds: trail.patientIds,
    outcome: toOutcome(status),
    status,
  };
  try {
    await insertEvent(tx, event);
  } catch (cause) {
    throw new AuditError('The audit event could not be written.', { cause });
  }
}
