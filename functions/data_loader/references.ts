import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { deriveUuid, isUuid, toRowId } from './identifiers.js';
import { getExamName } from './mapping/appointments.js';
import type { Reference } from './mapping/data-types.js';
import type { MappedRow, MappingContext, ReferenceTarget } from './mapping/mapping.js';
import { getMapping, type TypedResource } from './mapping/resource-types.js';
import { type FileCounts, FileError } from './report.js';

/** A valid resource with its place in the file. */
export type ValidEntry = TypedResource & {
  readonly position: string;
  readonly fullUrl?: string | undefined;
};

/** The file references resources that are neither in it nor loaded. */
export class UnresolvedError extends FileError {}

interface KnownExam {
  readonly id: string;
  readonly durationMinutes: number;
}

/** Rows in the database that a file references. */
interface KnownRows {
  readonly ids: Readonly<Record<ReferenceTarget, ReadonlySet<string>>>;
  /** License number → id. */
  readonly medics: ReadonlyMap<string, string>;
  /** By lowercase name. */
  readonly exams: ReadonlyMap<string, KnownExam>;
}

const conditionalPattern = /^(Patient|Practitioner)\?identifier=(?:([^|]*)\|)?(.+)$/;

const toExamKey = (name: string): string => name.trim().toLowerCase();

/** Collects every reference in a resource, at any depth. */
function collectReferences(value: unknown, into: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, into);
    return;
  }
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (key === 'reference' && typeof member === 'string') into.add(member);
    else collectReferences(member, into);
  }
}

/** Parses a literal reference into its type, if it names one, and the row id of its target. */
function parseLiteral(reference: string): { type: string | undefined; id: string } | undefined {
  const urn = /^urn:uuid:(.+)$/i.exec(reference)?.[1];
  if (urn !== undefined) return isUuid(urn) ? { type: undefined, id: urn.toLowerCase() } : undefined;
  const [, type, id] = /(?:^|\/)([A-Z][A-Za-z]+)\/([\w.-]{1,64})(?:\/_history\/.+)?$/.exec(reference) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id: toRowId(type, id) };
}

/** Finds the rows that a file references, in one query. */
export async function findKnownRows(tx: Transaction, entries: readonly ValidEntry[]): Promise<KnownRows> {
  const ids = new Set<string>();
  const identifiers = new Set<string>();
  const examKeys = new Set<string>();
  const references = new Set<string>();
  for (const entry of entries) {
    collectReferences(entry.resource, references);
    if (entry.type === 'Encounter') examKeys.add(toExamKey(getExamName(entry.resource) ?? ''));
  }
  for (const reference of references) {
    const literal = parseLiteral(reference);
    if (literal) ids.add(literal.id);
    const identifier = conditionalPattern.exec(reference)?.[3];
    if (identifier) identifiers.add(identifier);
  }
  // Arrays use the indexes. A join could use a plan made while a table was small, and read all of it.
  const list = (values: Set<string>) =>
    sql`any(array(select jsonb_array_elements_text(${JSON.stringify([...values])}::text::jsonb)))`;
  const uuids = sql`any(array(select value::uuid from jsonb_array_elements_text(${JSON.stringify([...ids])}::text::jsonb)))`;
  const rows = await tx.execute<{ kind: string; key: string; id: string; minutes: number }>(sql`
    select 'Patient' as kind, id::text as key, id, 0 as minutes from patients where id = ${uuids}
    union all select 'Practitioner', id::text, id, 0 from medics where id = ${uuids}
    union all select 'Encounter', id::text, id, 0 from reservations where id = ${uuids}
    union all select 'license', license_number, id, 0 from medics where removed_at is null and license_number = ${list(identifiers)}
    union all select 'exam', lower(name), id, duration_minutes from exams where removed_at is null and lower(name) = ${list(examKeys)}`);
  const selectKind = (kind: string) => rows.filter((row) => row.kind === kind);
  const selectIds = (kind: string) => new Set(selectKind(kind).map(({ id }) => id));
  return {
    ids: { Patient: selectIds('Patient'), Practitioner: selectIds('Practitioner'), Encounter: selectIds('Encounter') },
    medics: new Map(selectKind('license').map(({ key, id }) => [key, id])),
    exams: new Map(selectKind('exam').map(({ key, id, minutes }) => [key, { id, durationMinutes: minutes }])),
  };
}

/** Resolves the references of one file, first within the file, then in the database. */
export class FileContext implements MappingContext {
  /** Exams missing in the catalog and the unrecorded medic, to be written before the reservations. */
  readonly placeholders: MappedRow[] = [];
  readonly #known: KnownRows;
  readonly #counts: FileCounts;
  readonly #entries = new Map<string, ValidEntry>();
  readonly #byIdentifier = new Map<string, ValidEntry>();
  readonly #exams: Map<string, KnownExam>;
  #unresolved = new Set<string>();

  constructor(entries: readonly ValidEntry[], known: KnownRows, counts: FileCounts) {
    this.#known = known;
    this.#counts = counts;
    this.#exams = new Map(known.exams);
    for (const entry of entries) {
      const { type, resource, fullUrl } = entry;
      const row = toRowId(type, resource.id);
      const keys = [fullUrl, `${type}/${resource.id}`, `${type}/${row}`, `urn:uuid:${row}`];
      for (const key of keys) if (key !== undefined) this.#entries.set(key, entry);
      if (type === 'Practitioner' || type === 'Patient') {
        for (const { system, value } of resource.identifier ?? []) {
          if (value !== undefined) this.#byIdentifier.set(`${type}?${system ?? ''}|${value}`, entry);
        }
      }
    }
  }

  findRow(reference: Reference | undefined, target: ReferenceTarget): string | undefined {
    return this.#resolve(reference, target).row;
  }

  findRequiredRow(reference: Reference | undefined, target: ReferenceTarget): string | undefined {
    const { row, isMissing } = this.#resolve(reference, target);
    if (row !== undefined || !isMissing) return row;
    this.#unresolved.add(target);
    // A placeholder, so that mapping finds every unresolved reference; the file is not written.
    return deriveUuid('unresolved');
  }

  findContent(reference: Reference | undefined, type: string): Record<string, unknown> | undefined {
    const entry = this.#entries.get(reference?.reference ?? '');
    if (entry === undefined || entry.type !== type) return undefined;
    return getMapping(entry.type).toContent?.(entry.resource, this);
  }

  /** Adds the exams among the rows of the file to the catalog. */
  addExams(rows: readonly MappedRow[]): void {
    for (const { table, values } of rows) {
      if (table !== 'exams') continue;
      const exam = { id: values.id, durationMinutes: Number(values.duration_minutes) };
      this.#exams.set(String(values.name).toLowerCase(), exam);
    }
  }

  /** Completes a reservation with its exam, which is created if the catalog doesn't have it. */
  withExam(row: MappedRow): MappedRow {
    if (row.exam === undefined) return row;
    const { name, durationMinutes } = row.exam;
    const key = toExamKey(name);
    const exam = this.#exams.get(key) ?? { id: deriveUuid(`exam:${key}`), durationMinutes };
    if (!this.#exams.has(key)) {
      this.#exams.set(key, exam);
      const values = { id: exam.id, name, type: 'consultation', duration_minutes: durationMinutes, active: true };
      this.placeholders.push({ table: 'exams', values });
    }
    const startsAt = Date.parse(row.values.starts_at as string);
    const endsAt = row.values.ends_at ?? new Date(startsAt + exam.durationMinutes * 60_000).toISOString();
    return { table: row.table, values: { ...row.values, exam_id: exam.id, ends_at: endsAt } };
  }

  addUnrecordedMedic(): string {
    const id = deriveUuid('medic:unrecorded');
    this.note('an encounter without a practitioner was assigned to the placeholder medic "Not recorded"');
    this.placeholders.push({
      table: 'medics',
      values: { id, given_name: 'Not', family_name: 'recorded', license_number: 'NOT-RECORDED', active: false },
    });
    return id;
  }

  readonly timeZone = 'UTC';

  toRowId(type: string, id: string): string {
    return toRowId(type, id);
  }

  findGender(): string | undefined {
    return undefined;
  }

  note(reason: string): void {
    this.#counts.note(reason);
  }

  leaveOut(element: string, reason: string): void {
    this.#counts.note(`${element}: ${reason}`);
  }

  /** Returns the types of required references left unresolved since the last call. */
  takeUnresolved(): string[] {
    const targets = [...this.#unresolved];
    this.#unresolved = new Set();
    return targets;
  }

  #resolve(reference: Reference | undefined, target: ReferenceTarget): { row?: string; isMissing: boolean } {
    const text = reference?.reference;
    if (text === undefined || text.startsWith('#')) return { isMissing: false };
    const [, type, system = '', identifier = ''] = conditionalPattern.exec(text) ?? [];
    if (type !== undefined) {
      if (type !== target) return { isMissing: false };
      const entry = this.#byIdentifier.get(`${type}?${system}|${identifier}`);
      // License numbers are stored without their system. A patient is never matched by a number alone.
      const known = type === 'Practitioner' ? this.#known.medics.get(identifier) : undefined;
      const row = entry ? toRowId(type, entry.resource.id) : known;
      return row === undefined ? { isMissing: true } : { row, isMissing: false };
    }
    const literal = parseLiteral(text);
    // An absolute or versioned URL of a resource in this file works like its fullUrl.
    const entry = this.#entries.get(text) ?? (literal && this.#entries.get(`${literal.type ?? target}/${literal.id}`));
    if (entry !== undefined) {
      const isLoaded = entry.type === target && getMapping(entry.type).findRefusal?.(entry.resource) === undefined;
      return isLoaded ? { row: toRowId(entry.type, entry.resource.id), isMissing: false } : { isMissing: false };
    }
    if (literal !== undefined && literal.type !== undefined && literal.type !== target) return { isMissing: false };
    const row = literal && this.#known.ids[target].has(literal.id) ? literal.id : undefined;
    return row === undefined ? { isMissing: true } : { row, isMissing: false };
  }
}
