import { type SQL, sql } from 'drizzle-orm';
import type { Clinic } from '../../config/clinic.js';
import { param, preparedSql } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { selectWorkingHours } from './queries.js';

export interface AvailabilityRequest {
  readonly durationMinutes: number;
  readonly from: Date;
  readonly to: Date;
  readonly medicId?: string | null | undefined;
  readonly specialty?: string | null | undefined;
  /** The last slot of the previous page. */
  readonly after?: Pick<FreeSlot, 'startsAt' | 'medicId'> | undefined;
  readonly limit: number;
}

export interface FreeSlot {
  readonly medicId: string;
  readonly medicName: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/**
 * Prepares the query for slots that start within a window. Slots are cut from whole days, so all windows of a request
 * share one grid. Working hours, which many medics share, are converted to instants once.
 */
const prepareSlotQuery = (whose: SQL) =>
  preparedSql<{ medicId: string; medicName: string; startsAt: string; endsAt: string }>(() => {
    const instant = (name: string) => sql`${param(name)}::timestamptz`;
    const timeZone = sql`${param('timeZone')}::text`;
    const duration = sql`make_interval(mins => ${param('durationMinutes')}::integer)`;
    const firstDay = sql`(${instant('from')} at time zone ${timeZone})::date`;
    const window = sql`tstzrange(${instant('windowStart')}, ${instant('windowEnd')})`;
    const end = sql`least(${instant('to')}, ${instant('windowEnd')} + ${duration})`;
    return sql`
      with staff as materialized (
        select id, given_name || ' ' || family_name as name, ${selectWorkingHours(param('clinicHours'))} as hours
        from medics where active and removed_at is null and ${whose}
      ), worked as materialized (
        select hours, working_time(hours, ${timeZone}, ${firstDay}, (${end} at time zone ${timeZone})::date) as working
        from (select distinct hours from staff) as shared
      ), working as materialized (
        select id, name, working from staff join worked using (hours) where working && ${window}
      ), taken as materialized (
        select * from busy_times(array(select id from working), first_instant_of(${firstDay}::timestamp, ${timeZone}), ${end})
      )
      select id as "medicId", name as "medicName", slot as "startsAt", slot + ${duration} as "endsAt"
      from working
      left join taken on taken.medic_id = id
      cross join lateral unnest(working.working - coalesce(busy, '{}')) as gap
      cross join lateral generate_series(lower(gap), upper(gap) - ${duration}, ${duration}) as slot
      where gap && ${window}
        and (slot, id) > (${instant('afterSlot')}, ${param('afterMedicId')}::uuid)
        and slot >= ${instant('windowStart')} and slot < ${instant('windowEnd')} and slot + ${duration} <= ${instant('to')}
      order by slot, id
      limit ${param('limit')}`;
  });

const statements = {
  medic: prepareSlotQuery(sql`id = ${param('medicId')}`),
  specialty: prepareSlotQuery(sql`specialty = ${param('specialty')}`),
  all: prepareSlotQuery(sql`true`),
};

/** Sorts before every id. */
const firstId = '00000000-0000-0000-0000-000000000000';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Length of the first window. One medic has few slots; of many medics the first hours usually suffice. */
const firstWindowMilliseconds = { medic: 31 * dayMilliseconds, specialty: dayMilliseconds, all: dayMilliseconds / 8 };

/**
 * Lists free slots, ordered by start: the working time minus live reservations, cut into pieces of the exam's duration
 * from the start of each gap. A gap starts where work starts or a reservation ends, so `from` doesn't shift the slots.
 * Round-the-clock work starts at the midnight before `from`.
 */
export async function listFreeSlots(
  tx: Transaction,
  clinic: Clinic,
  { durationMinutes, from, to, medicId, specialty, after, limit }: AvailabilityRequest,
): Promise<FreeSlot[]> {
  const whose = medicId != null ? 'medic' : specialty != null ? 'specialty' : 'all';
  const slots: FreeSlot[] = [];
  let windowStart = after?.startsAt ?? from;
  let milliseconds = firstWindowMilliseconds[whose];
  while (slots.length < limit && windowStart < to) {
    const windowEnd = new Date(Math.min(windowStart.getTime() + milliseconds, to.getTime()));
    const rows = await statements[whose](tx, {
      from: from.toISOString(),
      to: to.toISOString(),
      windowStart: windowStart.toISOString(),
      windowEnd: windowEnd.toISOString(),
      timeZone: clinic.timeZone,
      clinicHours: JSON.stringify(clinic.workingHours),
      durationMinutes,
      medicId,
      specialty,
      afterSlot: after?.startsAt.toISOString() ?? '-infinity',
      afterMedicId: after?.medicId ?? firstId,
      limit: limit - slots.length,
    });
    for (const row of rows) slots.push({ ...row, startsAt: new Date(row.startsAt), endsAt: new Date(row.endsAt) });
    windowStart = windowEnd;
    milliseconds *= 3;
  }
  return slots;
}
