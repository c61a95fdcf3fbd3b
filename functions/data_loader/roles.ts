import { sql } from 'drizzle-orm';
import type { WorkingPeriod } from '../../config/clinic.js';
import type { Transaction } from '../../db/client/transaction.js';
import { isDerivedUuid } from './identifiers.js';

/** The part of a role that its medic has: columns of `medics`. */
interface RoleValues {
  readonly specialty: string | null;
  readonly department: string | null;
  readonly working_hours: readonly WorkingPeriod[] | null;
}

export interface CombinedRole extends RoleValues {
  /** The columns in which the roles have different values. */
  readonly differing: readonly ('specialty' | 'department')[];
}

interface KeptRole {
  readonly active?: boolean;
  readonly period?: { readonly start?: string; readonly end?: string };
  readonly role?: RoleValues;
}

/** Returns true if a role is active on a day. The period can be partial dates: `2010` ends with the year. */
function isInForce({ active, period }: KeptRole, day: string): boolean {
  const { start, end } = period ?? {};
  const starts = start?.slice(0, 10) ?? '';
  const ends = end?.slice(0, 10) ?? '';
  return (
    active !== false && day.slice(0, starts.length) >= starts && (ends === '' || day.slice(0, ends.length) <= ends)
  );
}

/** Merges working periods that overlap or touch. */
function mergePeriods(periods: readonly WorkingPeriod[]): WorkingPeriod[] {
  const sorted = [...periods].sort((one, other) => one.weekday - other.weekday || (one.from < other.from ? -1 : 1));
  const merged: WorkingPeriod[] = [];
  for (const period of sorted) {
    const last = merged.at(-1);
    if (last === undefined || last.weekday !== period.weekday || period.from > last.to) merged.push(period);
    else if (period.to > last.to) merged[merged.length - 1] = { ...last, to: period.to };
  }
  return merged;
}

/**
 * Combines the roles of each medic that are in force, whatever order they were loaded in: the hours of all, specialty and
 * department of the first by id.
 * @param today in the clinic's time zone
 * @returns no hours for the medic of roles without hours, or with those of roles that have ended
 */
export async function readCombinedRoles(
  tx: Transaction,
  medicIds: readonly string[],
  today: string,
): Promise<ReadonlyMap<string, CombinedRole>> {
  if (medicIds.length === 0) return new Map();
  const rows = await tx.execute<{ medicId: string; content: KeptRole; isLoaded: boolean }>(sql`
    select medic_id as "medicId", content, exists (
      select from loaded_resources where resource_type = 'Practitioner' and resource_id = medic_id::text
    ) as "isLoaded"
    from referenced_resources
    where resource_type = 'PractitionerRole' and medic_id = any(
      array(select value::uuid from jsonb_array_elements_text(${JSON.stringify(medicIds)}::text::jsonb)))
    order by resource_id`);
  const combined = new Map<string, CombinedRole>();
  for (const medicId of new Set(rows.map((row) => row.medicId))) {
    const ofMedic = rows.filter((row) => row.medicId === medicId);
    const kept = ofMedic.map(({ content }) => content);
    const roles = kept.flatMap((role) => (isInForce(role, today) && role.role ? [role.role] : []));
    const known = {
      specialty: roles.flatMap(({ specialty }) => specialty ?? []),
      department: roles.flatMap(({ department }) => department ?? []),
    };
    const hours = mergePeriods(roles.flatMap(({ working_hours: periods }) => periods ?? []));
    // The hours of a medic made through the API can be a person's. The rows of others have the UUID of their resource or a
    // derived one.
    const isOurs = isDerivedUuid(medicId) || ofMedic.some(({ isLoaded }) => isLoaded);
    combined.set(medicId, {
      specialty: known.specialty[0] ?? null,
      department: known.department[0] ?? null,
      working_hours: hours.length > 0 || isOurs ? hours : null,
      differing: (['specialty', 'department'] as const).filter((column) => new Set(known[column]).size > 1),
    });
  }
  return combined;
}
