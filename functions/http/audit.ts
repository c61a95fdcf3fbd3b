import { params, prepared } from '../../db/client/prepared.js';
import type { DatabaseCaller, Transaction } from '../../db/client/transaction.js';
import { auditEvents, type IdempotencyTrail } from '../../db/schema/index.js';
import type { Permission } from './permissions.js';

/** How the audit trail records a resource. */
export interface AuditedResource {
  /** The FHIR name, for example `Patient`. */
  readonly resourceType: string;
  /** True if responses contain patient data. Successful requests are then recorded too, not only refused ones. */
  readonly patientData: boolean;
}

/** The permission that an operation requires, and how the audit trail records it. */
export interface OperationPolicy extends AuditedResource {
  readonly permission: Permission;
  /** For example `patients.read`. */
  readonly action: string;
}

const uuidSyntax = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Collects the resource and patients that a request accesses. The operation fills it in. */
export class AuditTrail {
  resourceId: string | undefined;
  readonly #patientIds = new Set<string>();

  /** @param attempted The id from the path, recorded for refusals. Only UUIDs are kept: other text could be a name. */
  constructor(attempted?: string) {
    this.resourceId = attempted !== undefined && uuidSyntax.test(attempted) ? attempted.toLowerCase() : undefined;
  }

  /** Sets the resource that the operation accesses. */
  setResource(resourceId: string, patientId?: string): void {
    this.resourceId = resourceId;
    if (patientId !== undefined) this.#patientIds.add(patientId);
  }

  addPatients(patientIds: Iterable<string>): void {
    for (const patientId of patientIds) this.#patientIds.add(patientId);
  }

  /** Adopts the trail of the first response to an Idempotency-Key, for its replay. */
  restore({ resourceId, patientIds }: IdempotencyTrail): void {
    if (resourceId !== null) this.setResource(resourceId);
    this.addPatients(patientIds);
  }

  get patientIds(): string[] {
    return [...this.#patientIds];
  }
}

/** Returns true if the caller was denied access. */
export const isRefusal = (status: number): boolean => status === 401 || status === 403 || status === 404;

function toOutcome(status: number): 'success' | 'refused' | 'failed' {
  if (status < 400) return 'success';
  return isRefusal(status) ? 'refused' : 'failed';
}

const insertEvent = prepared((db) =>
  db.insert(auditEvents).values({
    ...params('requestId', 'actorSubject', 'actorRole', 'action'),
    ...params('resourceType', 'resourceId', 'patientIds', 'outcome', 'status'),
  }),
);

/** The audit event could not be written, so the operation it records must not happen. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
}

/**
 * Writes the audit event of one request, in the request's transaction so that both commit or neither does.
 * @throws AuditError with the database error as its cause
 */
export async function writeAuditEvent(
  tx: Transaction,
  { action, resourceType }: Pick<OperationPolicy, 'action' | 'resourceType'>,
  trail: AuditTrail,
  caller: DatabaseCaller,
  status: number,
): Promise<void> {
  const event = {
    requestId: caller.requestId,
    actorSubject: caller.subject,
    actorRole: caller.role,
    action,
    resourceType,
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
