import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import type { GroupMapping, MappedEntry } from './group-mapping.js';
import { toOwnLicense } from './identifiers.js';
import {
  type FoundPatient,
  findPatients,
  formatIdentity,
  isOtherPerson,
  isSameMedic,
  isSamePerson,
  listIdentities,
} from './identity.js';
import { formatKey, hashRows } from './ledger.js';
import type { GroupContext, KnownRows } from './references.js';

type Values = Readonly<Record<string, unknown>>;

const getValues = ({ resource }: MappedEntry): Values => resource.rows[0]?.values ?? {};
const getRowId = ({ resource }: MappedEntry): string => resource.rows[0]?.values.id ?? '';

/** Makes a resource another name of a row. */
function toAlias(mapped: MappedEntry, rowId: string, context: GroupContext): MappedEntry {
  const { resource } = mapped;
  context.setAlias(resource, rowId);
  const rows = resource.rows.map((row) => ({ ...row, values: { ...row.values, id: rowId } }));
  return { ...mapped, resource: { ...resource, rows, hash: hashRows(rows) } };
}

async function readPatients(tx: Transaction, ids: readonly string[]): Promise<Map<string, Values>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<{ id: string; values: Values }>(sql`
    select id, to_jsonb(patients) as values from patients
    where id = any(array(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)))`);
  return new Map(rows.map(({ id, values }) => [id, values]));
}

/**
 * Finds out which patients of a group are already known by their identifiers, and makes them other names of those. Skips
 * removed patients, those whose national id is another person's, and those whose id is: two servers can give the same id
 * to two people.
 */
export async function identifyPatients(
  tx: Transaction,
  mapping: GroupMapping,
  context: GroupContext,
  { ledger }: KnownRows,
): Promise<void> {
  const patients = mapping.mapped.filter(({ entry }) => entry.type === 'Patient');
  const asked = patients.flatMap((mapped) => [{ id: getRowId(mapped) }, ...listIdentities(getValues(mapped))]);
  const answers = await findPatients(tx, asked);
  const found = new Map<string, FoundPatient[]>();
  for (const [index, one] of asked.entries()) found.set(formatIdentity(one), answers[index] ?? []);
  const others = [...found.values()].flat().flatMap(({ id, isRemoved }) => (isRemoved ? [] : [id]));
  const known = await readPatients(tx, [...new Set(others)]);
  /** Row ids of the patients in the group by what identifies them. */
  const owners = new Map<string, string[]>();
  for (const mapped of patients) {
    const { entry, resource } = mapped;
    const own = found.get(formatIdentity({ id: getRowId(mapped) }))?.[0];
    if (own?.isRemoved) {
      mapping.skip(entry, 'the patient was removed');
      continue;
    }
    const values = getValues(mapped);
    const stored = known.get(getRowId(mapped));
    if (own !== undefined && stored !== undefined && isOtherPerson(stored, values)) {
      mapping.skip(entry, 'its id belongs to a patient with another name and birth date');
      mapping.strangers.add(formatKey(resource));
      continue;
    }
    const identities = listIdentities(values).map((asked) => ({
      key: formatIdentity(asked),
      isNational: 'number' in asked,
    }));
    let current = mapped;
    const isNew = !ledger.has(resource) && own === undefined;
    const matches = (isNew ? identities : []).flatMap(({ key, isNational }) => [
      ...(found.get(key) ?? []).map(({ id, isRemoved }) => ({ id, isRemoved, isNational })),
      ...(owners.get(key) ?? []).map((id) => ({ id, isRemoved: false, isNational })),
    ]);
    const live = matches.filter(({ isRemoved }) => !isRemoved);
    const same = live.filter(({ id, isNational }) => isSamePerson(known.get(id) ?? {}, values, { isNational }));
    const [candidate, ...others] = new Set(same.map(({ id }) => id));
    if (others.length > 0) {
      mapping.skip(entry, 'its identifiers belong to different patients');
      continue;
    }
    if (candidate !== undefined) {
      current = toAlias(mapped, candidate, context);
      mapping.replace(mapped, current);
    } else if (live.some(({ isNational }) => isNational)) {
      mapping.skip(entry, 'its national id belongs to another patient');
      continue;
    } else if (live.length > 0) {
      const reason = 'shares an identifier with another patient, and was loaded as a patient of its own';
      mapped.notes.incidents.push({ kind: 'note', reason });
    } else if (matches.length > 0) {
      mapping.skip(entry, 'the patient was removed');
      continue;
    }
    const rowId = getRowId(current);
    if (!known.has(rowId)) known.set(rowId, values);
    for (const { key } of identities) owners.set(key, [...(owners.get(key) ?? []), rowId]);
    context.setGender(rowId, known.get(rowId)?.gender);
  }
}

async function findMedics(tx: Transaction, licenses: readonly unknown[]): Promise<Map<string, Values>> {
  if (licenses.length === 0) return new Map();
  const rows = await tx.execute<Record<string, unknown>>(sql`
    select id, license_number, given_name, family_name from medics
    where removed_at is null and license_number = any(
      array(select jsonb_array_elements_text(${JSON.stringify(licenses)}::text::jsonb)))`);
  return new Map(rows.map((row) => [String(row.license_number), row]));
}

/**
 * Makes medics whose license number another resource has other names of that medic, and leaves out a number that belongs
 * to a person with another name, because numbers are stored without their issuer.
 */
export async function identifyMedics(
  tx: Transaction,
  mapping: GroupMapping,
  context: GroupContext,
  { ledger }: KnownRows,
): Promise<void> {
  const medics = mapping.mapped.filter(({ entry }) => entry.type === 'Practitioner');
  const owners = await findMedics(
    tx,
    medics.map((mapped) => getValues(mapped).license_number),
  );
  for (const mapped of medics) {
    const values = getValues(mapped);
    const license = String(values.license_number);
    const owner = owners.get(license);
    if (owner === undefined || owner.id === values.id) {
      owners.set(license, values);
    } else if (!ledger.has(mapped.resource) && isSameMedic(owner, values)) {
      mapping.replace(mapped, toAlias(mapped, String(owner.id), context));
    } else {
      const reason = 'the license number of another medic';
      mapped.notes.incidents.push({ kind: 'left out', element: 'identifier.value', reason });
      const { resource } = mapped;
      const rows = resource.rows.map((row) => ({
        ...row,
        values: { ...row.values, license_number: toOwnLicense(resource.id) },
      }));
      mapping.replace(mapped, { ...mapped, resource: { ...resource, rows, hash: hashRows(rows) } });
    }
  }
}

/** Makes exams whose name the catalog has other names of those: names are unique, and encounters name their exam. */
export async function identifyExams(
  tx: Transaction,
  mapping: GroupMapping,
  context: GroupContext,
  { ledger }: KnownRows,
): Promise<void> {
  const exams = mapping.mapped.filter(
    ({ entry, resource }) => entry.type === 'ActivityDefinition' && !ledger.has(resource),
  );
  const known = await findExams(
    tx,
    exams.map((mapped) => String(getValues(mapped).name)),
  );
  for (const mapped of exams) {
    const exam = known.get(toExamKey(String(getValues(mapped).name)));
    if (exam !== undefined && exam.id !== getRowId(mapped)) mapping.replace(mapped, toAlias(mapped, exam.id, context));
  }
}

export interface CatalogExam {
  readonly id: string;
  readonly durationMinutes: number;
}

export const toExamKey = (name: string): string => name.trim().toLowerCase();

/** Finds exams of the catalog by name. */
export async function findExams(tx: Transaction, names: readonly string[]): Promise<Map<string, CatalogExam>> {
  const keys = [...new Set(names.map(toExamKey))];
  if (keys.length === 0) return new Map();
  const rows = await tx.execute<{ key: string; id: string; minutes: number }>(sql`
    select lower(name) as key, id, duration_minutes as minutes from exams
    where removed_at is null
      and lower(name) = any(array(select jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb)))`);
  return new Map(rows.map(({ key, id, minutes }) => [key, { id, durationMinutes: minutes }]));
}
