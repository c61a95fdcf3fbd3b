import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import type { Concept, Reference, Resource, ResourceType } from './fhir.js';
import { deriveUuid, toRowId } from './identifiers.js';
import type { MappedRow, MappingContext, ReferenceTarget } from './mapping/common.js';
import { findRefusal } from './mapping/mapping.js';
import { type FileCounts, FileError } from './report.js';

/** A resource whose form is valid. */
export interface ValidEntry {
  readonly position: string;
  readonly fullUrl?: string | undefined;
  readonly type: ResourceType;
  readonly resource: Resource<ResourceType>;
}

/** The file refers to what is neither in it nor loaded yet. */
export class UnresolvedError extends FileError {
  override readonly name = 'UnresolvedError' as 'FileError';
}

interface KnownExam {
  readonly id: string;
  readonly durationMinutes: number;
}

/** What the database knows of the rows that a file refers to. */
interface KnownRows {
  readonly ids: Readonly<Record<ReferenceTarget, ReadonlySet<string>>>;
  /** By licence number. */
  readonly medics: ReadonlyMap<string, string>;
  /** By name in lower case. */
  readonly exams: ReadonlyMap<string, KnownExam>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const conditionalPattern = /^(Patient|Practitioner)\?identifier=(?:([^|]*)\|)?(.+)$/;

/** Gathers every reference in a resource, wherever it stands. */
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

/** The type, where the reference says it, and the row's id that a literal reference stands for. */
function parseLiteral(reference: string): { type: string | undefined; id: string } | undefined {
  const urn = /^urn:uuid:(.+)$/i.exec(reference)?.[1];
  if (urn !== undefined) return uuid.test(urn) ? { type: undefined, id: urn.toLowerCase() } : undefined;
  const [, type, id] = /(?:^|\/)([A-Z][A-Za-z]+)\/([\w.-]{1,64})(?:\/_history\/.+)?$/.exec(reference) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id: toRowId(type, id) };
}

const getEncounterName = ({ type, class: kind }: Resource<'Encounter'>): string | undefined =>
  type?.[0]?.text ?? type?.[0]?.coding?.[0]?.display ?? kind?.code;

/** Asks the database once for everything that a file refers to. */
export async function findKnownRows(tx: Transaction, entries: readonly ValidEntry[]): Promise<KnownRows> {
  const ids = new Set<string>();
  const identifiers = new Set<string>();
  const examNames = new Set<string>();
  const references = new Set<string>();
  for (const { type, resource } of entries) {
    collectReferences(resource, references);
    if (type === 'Encounter')
      examNames.add(
        getEncounterName(resource as Resource<'Encounter'>)
          ?.trim()
          .toLowerCase() ?? '',
      );
  }
  for (const reference of references) {
    const literal = parseLiteral(reference);
    if (literal) ids.add(literal.id);
    const identifier = conditionalPattern.exec(reference)?.[3];
    if (identifier) identifiers.add(identifier);
  }
  // Arrays, which are looked up by index; a join's plan that was made while a table was small would read all of it.
  const list = (values: Set<string>) =>
    sql`any(array(select jsonb_array_elements_text(${JSON.stringify([...values])}::text::jsonb)))`;
  const uuids = sql`any(array(select value::uuid from jsonb_array_elements_text(${JSON.stringify([...ids])}::text::jsonb)))`;
  const rows = await tx.execute<{ kind: string; key: string; id: string; minutes: number }>(sql`
    select 'Patient' as kind, id::text as key, id, 0 as minutes from patients where id = ${uuids}
    union all select 'Practitioner', id::text, id, 0 from medics where id = ${uuids}
    union all select 'Encounter', id::text, id, 0 from reservations where id = ${uuids}
    union all select 'licence', license_number, id, 0 from medics where removed_at is null and license_number = ${list(identifiers)}
    union all select 'exam', lower(name), id, duration_minutes from exams where removed_at is null and lower(name) = ${list(examNames)}`);
  const selectKind = (kind: string) => rows.filter((row) => row.kind === kind);
  const selectIds = (kind: string) => new Set(selectKind(kind).map(({ id }) => id));
  const byKey = (kind: string) => new Map(selectKind(kind).map(({ key, id }) => [key, id]));
  return {
    ids: { Patient: selectIds('Patient'), Practitioner: selectIds('Practitioner'), Encounter: selectIds('Encounter') },
    medics: byKey('licence'),
    exams: new Map(selectKind('exam').map(({ key, id, minutes }) => [key, { id, durationMinutes: minutes }])),
  };
}

/** Resolves the references of one file: within it first, then to what the database has. */
export class FileContext implements MappingContext {
  /** Exams that the catalogue lacks and the medic who is not recorded; made before the reservations that name them. */
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
        for (const { system, value } of (resource as Resource<'Patient'>).identifier ?? []) {
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
    // Stands in until all references have been looked at; the file is not written.
    return deriveUuid('unresolved');
  }

  findName(reference: Reference | undefined): string | undefined {
    const entry = this.#entries.get(reference?.reference ?? '');
    const named = entry?.type === 'Organization' || entry?.type === 'Location' ? entry.resource : undefined;
    return (named as Resource<'Organization'> | undefined)?.name ?? reference?.display;
  }

  findMedication(reference: Reference | undefined): Concept | undefined {
    const entry = this.#entries.get(reference?.reference ?? '');
    return entry?.type === 'Medication' ? (entry.resource as Resource<'Medication'>).code : undefined;
  }

  /** Exams that the file itself brings. */
  addExams(rows: readonly MappedRow[]): void {
    for (const { table, values } of rows) {
      if (table !== 'exams') continue;
      const exam = { id: values.id, durationMinutes: Number(values.duration_minutes) };
      this.#exams.set(String(values.name).toLowerCase(), exam);
    }
  }

  /** A reservation with the exam that it is for; one is made where the catalogue has none of that name. */
  withExam(row: MappedRow): MappedRow {
    if (row.exam === undefined) return row;
    const { name, durationMinutes } = row.exam;
    const key = name.trim().toLowerCase();
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
    this.note('an encounter that names no practitioner was given to the medic “Not recorded”');
    this.placeholders.push({
      table: 'medics',
      values: { id, given_name: 'Not', family_name: 'recorded', license_number: 'NOT-RECORDED', active: false },
    });
    return id;
  }

  note(reason: string): void {
    this.#counts.note(reason);
  }

  /** What could not be resolved since the last call. */
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
      // Of an identifier's system only that of licences is kept; a patient is not guessed by a number alone.
      const known = type === 'Practitioner' ? this.#known.medics.get(identifier) : undefined;
      const row = entry ? toRowId(type, entry.resource.id) : known;
      return row === undefined ? { isMissing: true } : { row, isMissing: false };
    }
    const literal = parseLiteral(text);
    // An address or a version of a resource of this file is as good as its fullUrl.
    const entry = this.#entries.get(text) ?? (literal && this.#entries.get(`${literal.type ?? target}/${literal.id}`));
    if (entry !== undefined) {
      const isLoaded = entry.type === target && findRefusal(entry.type, entry.resource) === undefined;
      return isLoaded ? { row: toRowId(entry.type, entry.resource.id), isMissing: false } : { isMissing: false };
    }
    if (literal !== undefined && literal.type !== undefined && literal.type !== target) return { isMissing: false };
    const row = literal && this.#known.ids[target].has(literal.id) ? literal.id : undefined;
    return row === undefined ? { isMissing: true } : { row, isMissing: false };
  }
}
