import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { auditEvents, medics } from '../../../db/schema/index.js';
import { type ListRequest, planPage, type SortKey, selectPage } from '../../http/pagination.js';

interface Period {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface AuditEventFilter extends Period {
  readonly patientId?: readonly string[] | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
}

const isAboutAny = (patientIds: readonly string[]): SQL =>
  sql`${auditEvents.id} in (${sql.join(
    patientIds.map((id) => sql`select audit_events_about(${id}::uuid)`),
    sql` union all `,
  )})`;

const buildEventConditions = ({ patientId, actor, action, from, to }: AuditEventFilter): SQL | undefined =>
  and(
    // A function, because row-level security prevents an index on array elements from being used.
    patientId && isAboutAny(patientId),
    actor === undefined ? undefined : eq(auditEvents.actorSubject, actor),
    action === undefined ? undefined : eq(auditEvents.action, action),
    from === undefined ? undefined : gte(auditEvents.occurredAt, from),
    to === undefined ? undefined : lt(auditEvents.occurredAt, to),
  );

/** Newest first. The index of every filter ends with these two columns. */
const eventSortKeys: readonly SortKey[] = [
  { expression: sql`${auditEvents.occurredAt}`, type: 'timestamptz', direction: 'desc' },
  { expression: sql`${auditEvents.id}`, type: 'uuid', direction: 'desc' },
];

export const listAuditEvents = (tx: Transaction, { filter, ...request }: Omit<ListRequest<AuditEventFilter>, 'sort'>) =>
  selectPage(tx, auditEvents, { ...request, keys: eventSortKeys, conditions: buildEventConditions(filter) });

const accessSortKeys: readonly SortKey[] = [
  { expression: sql`access.occurred_at`, type: 'timestamptz', direction: 'desc' },
  { expression: sql`access.id`, type: 'uuid', direction: 'desc' },
];

const buildAccessConditions = ({ from, to }: Period): SQL | undefined =>
  and(
    from === undefined ? undefined : sql`access.occurred_at >= ${from.toISOString()}::timestamptz`,
    to === undefined ? undefined : sql`access.occurred_at < ${to.toISOString()}::timestamptz`,
  );

/** Lists accesses to one patient's record, with the actor's name if it is a medic the caller may see. */
export async function listAccesses(
  tx: Transaction,
  patientId: string,
  { filter, ...request }: Omit<ListRequest<Period>, 'sort'>,
) {
  const accesses = sql`patient_access_log(${patientId}::uuid) as access`;
  const conditions = buildAccessConditions(filter);
  const { position, after, orderBy, fetchLimit, finish } = planPage(request, accessSortKeys);
  const rows = await tx
    .select({
      id: sql<string>`access.id`,
      occurredAt: sql<string>`access.occurred_at`.mapWith(auditEvents.occurredAt),
      actorSubject: sql<string | null>`access.actor_subject`,
      actorRole: sql<string | null>`access.actor_role`,
      action: sql<string>`access.action`,
      actorName: sql<string | null>`(
        select ${medics.givenName} || ' ' || ${medics.familyName} from ${medics}
        where ${medics.accountSubject} = access.actor_subject and access.actor_role = 'medic'
        order by ${medics.removedAt} desc nulls first limit 1
      )`,
      position,
    })
    .from(accesses)
    .where(and(conditions, after))
    .orderBy(...orderBy)
    .limit(fetchLimit);
  return finish(rows, async () => {
    const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(accesses).where(conditions);
    return row?.count ?? 0;
  });
}
