import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import type { GroupOptions } from './group-options.js';
import { deriveUuid, isUuid, kindsByType, toFormerRowId, toRowId } from './identifiers.js';
import { findPatients } from './identity.js';
import { formatKey, type Ledger, type ResourceKey, readLedger } from './ledger.js';
import type { Reference } from './mapping/data-types.js';
import type { MappedRow, MappingContext, ReferenceTarget } from './mapping/mapping.js';
import { nationalIdSystems } from './mapping/people.js';
import { getMapping, isMapped, type TypedResource } from './mapping/resource-types.js';
import { isObject } from './parse.js';
import type { Incident } from './report.js';
import { toStorableText } from './storable.js';

/** A valid resource with its place in the file. */
export type ValidEntry = TypedResource & {
  readonly key: number;
  readonly position: string;
  readonly fullUrl?: string | undefined;
  /** False for an entry of a bundle that an earlier pass has dealt with. */
  readonly isActive: boolean;
};

/** Types that others reference. A type comes after those that it references. */
export const referencedTypes = [
  'Organization',
  'Location',
  'Medication',
  'ActivityDefinition',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Schedule',
  'Slot',
  'Encounter',
];

/** A reference that can't be resolved. */
interface Missing {
  /** The target, as `listTargetKeys` names it. */
  readonly key: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** Whether its target is an entry of the same bundle that waits. */
  readonly isWaiting: boolean;
  /** Whether the target is named by an identifier only, which need not be known here. */
  readonly isLogical: boolean;
}

/** What a conditional or logical reference says about its target. */
interface AskedIdentifier {
  readonly type: string;
  readonly system: string;
  readonly value: string;
}

const conditionalPattern = /^(?:.*\/)?(Patient|Practitioner)\?identifier=(?:([^|]*)\|)?([^&]+)$/;

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Parses `Patient?identifier=system|value`, whose parts can be percent-encoded as in any URL. */
function parseConditional(reference: string): AskedIdentifier | undefined {
  const [, type, system = '', value] = conditionalPattern.exec(reference.replace(/%7C/gi, '|')) ?? [];
  if (type === undefined || value === undefined) return undefined;
  return { type, system: decodePart(system), value: decodePart(value) };
}

/** Reads a reference that names a patient by an identifier with its system (https://hl7.org/fhir/R4/references.html#logical). */
function readLogical({ reference, identifier }: Reference, type: string): AskedIdentifier | undefined {
  const { system, value } = identifier ?? {};
  if (type !== 'Patient' || reference !== undefined || system === undefined || value === undefined) return undefined;
  return { type, system, value };
}

const formatAsked = ({ type, system, value }: AskedIdentifier): string => `${type}?${system}|${value}`;

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

/** Lists the identifiers by which resources name their patients. */
function listAskedPatients(entries: readonly ValidEntry[], references: Iterable<string>): AskedIdentifier[] {
  const subjects = entries.flatMap(({ resource }) => {
    const { subject, patient, participant } = resource as Record<string, unknown>;
    const actors = Array.isArray(participant)
      ? participant.map((one) => (one as { actor?: unknown } | null)?.actor)
      : [];
    return [subject, patient, ...actors].flatMap((one) => (isObject(one) ? (readLogical(one, 'Patient') ?? []) : []));
  });
  const conditional = [...references].flatMap((reference) => parseConditional(reference) ?? []);
  const all = [...subjects, ...conditional.filter(({ type, system }) => type === 'Patient' && system !== '')];
  return [...new Map(all.map((asked) => [formatAsked(asked), asked])).values()];
}

/** Finds patients by identifiers. Several can have the same one. */
async function findAskedPatients(tx: Transaction, asked: readonly AskedIdentifier[]): Promise<Map<string, string[]>> {
  const isStorable = ({ system, value }: AskedIdentifier) => toStorableText(system + value) === system + value;
  const questions = asked.filter(isStorable);
  const found = await findPatients(
    tx,
    questions.map(({ system, value }) => {
      const type = nationalIdSystems[system];
      return type === undefined ? { system, value } : { type, number: value };
    }),
  );
  return new Map(
    questions.map((question, index) => {
      const ids = (found[index] ?? []).flatMap(({ id, isRemoved }) => (isRemoved ? [] : [id]));
      return [formatAsked(question), ids];
    }),
  );
}

const parseUrn = (reference: string): string | undefined => {
  const uuid = /^urn:uuid:(.+)$/i.exec(reference)?.[1];
  return uuid !== undefined && isUuid(uuid) ? uuid.toLowerCase() : undefined;
};

/** Parses a literal reference that names a type: relative, absolute or versioned. */
function parseLiteral(reference: string): ResourceKey | undefined {
  const [, type, id] = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.+)?$/.exec(reference) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id };
}

/** Lists the ways in which a reference from another file can name an entry. */
export function listTargetKeys({ type, resource, fullUrl }: ValidEntry): string[] {
  const identifiers =
    type === 'Practitioner' || type === 'Patient'
      ? (resource.identifier ?? []).map(({ system = '', value = '' }) => formatAsked({ type, system, value }))
      : [];
  const urn = fullUrl && parseUrn(fullUrl);
  return [
    formatKey({ type, id: resource.id }),
    `urn:uuid:${resource.id.toLowerCase()}`,
    ...(urn ? [`urn:uuid:${urn}`] : []),
    ...identifiers,
  ];
}

interface KeptResource {
  readonly content: Record<string, unknown>;
  readonly medicId: string | null;
}

/** What the database has of the resources in a group and of those that they reference. */
export interface KnownRows {
  readonly ledger: Ledger;
  readonly toRowId: (type: string, id: string) => string;
  readonly ids: Readonly<Record<ReferenceTarget, ReadonlySet<string>>>;
  /** By patient. */
  readonly genders: ReadonlyMap<string, string>;
  /** Patients by the identifiers that references name. */
  readonly patients: ReadonlyMap<string, readonly string[]>;
  /** License number → id. */
  readonly medics: ReadonlyMap<string, string>;
  /** By type and id. */
  readonly kept: ReadonlyMap<string, KeptResource>;
}

/** Collects the keys of references, and the license numbers that conditional references name. */
function readReferences(references: Iterable<string>) {
  const keys: ResourceKey[] = [];
  const licenses: string[] = [];
  for (const reference of references) {
    const literal = parseLiteral(reference);
    if (literal && isMapped(literal.type)) keys.push(literal);
    const urn = parseUrn(reference);
    if (urn !== undefined) keys.push(...referencedTypes.map((type) => ({ type, id: urn })));
    const asked = parseConditional(reference);
    if (asked?.type === 'Practitioner' && toStorableText(asked.value) === asked.value) licenses.push(asked.value);
  }
  return { keys, licenses };
}

/** Reads what is kept of resources, and of those that they reference, such as the Schedule of a Slot. */
async function readKept(tx: Transaction, keys: Map<string, ResourceKey>): Promise<Map<string, KeptResource>> {
  const kept = new Map<string, KeptResource>();
  for (let next = [...keys.values()]; next.length > 0; ) {
    const rows = await tx.execute<{ key: string; medicId: string | null; content: KeptResource['content'] }>(sql`
      select given.type || '/' || given.id as key, kept.medic_id as "medicId", kept.content
      from jsonb_to_recordset(${JSON.stringify(next)}::text::jsonb) as given (type text, id text)
      cross join lateral (
        select medic_id, content from referenced_resources
        where resource_type = given.type and resource_id = given.id
        offset 0
      ) kept`);
    const references = new Set<string>();
    for (const { key, medicId, content } of rows) {
      kept.set(key, { medicId, content });
      collectReferences(content, references);
    }
    next = readReferences(references).keys.filter((key) => !keys.has(formatKey(key)));
    for (const key of next) keys.set(formatKey(key), key);
  }
  return kept;
}

/** Finds the rows of some entries and of their references. */
export async function findKnownRows(tx: Transaction, entries: readonly ValidEntry[]): Promise<KnownRows> {
  const references = new Set<string>();
  for (const { resource, isActive } of entries) if (isActive) collectReferences(resource, references);
  const { keys: referenced, licenses } = readReferences(references);
  const patients = await findAskedPatients(
    tx,
    listAskedPatients(
      entries.filter(({ isActive }) => isActive),
      references,
    ),
  );
  const own = entries.map(({ type, resource }) => ({ type, id: resource.id }));
  const keys = new Map([...own, ...referenced].map((key) => [formatKey(key), key]));
  const kept = await readKept(tx, keys);
  const ledger = await readLedger(tx, keys.values());
  const all = [...keys.values()];
  const former = all.filter((key) => key.type in kindsByType && ledger.has(key) && ledger.getRowId(key) === undefined);
  const rowIds = new Set([...patients.values()].flat());
  for (const { type, id } of all) {
    if (type !== 'Patient' && type !== 'Practitioner' && type !== 'Encounter') continue;
    rowIds.add(ledger.getRowId({ type, id }) ?? toRowId(type, id));
  }
  // Arrays use the indexes. A join could use a plan made while a table was small, and read all of it.
  const list = (values: Iterable<string>, type: 'text' | 'uuid') =>
    sql`any(array(select value::${sql.raw(type)} from jsonb_array_elements_text(${JSON.stringify([...values])}::text::jsonb)))`;
  const uuids = list(rowIds, 'uuid');
  const formerIds = list(
    former.map(({ type, id }) => toFormerRowId(type, id)),
    'uuid',
  );
  const rows = await tx.execute<{ kind: string; key: string; id: string }>(sql`
    select 'Patient' as kind, gender as key, id from patients where id = ${uuids}
    union all select 'Practitioner', '', id from medics where id = ${uuids}
    union all select 'Encounter', '', id from reservations where id = ${uuids}
    union all select 'license', license_number, id from medics
      where removed_at is null and license_number = ${list(licenses, 'text')}
    union all select 'entry', kind, id from medical_history_entries where id = ${formerIds}`);
  const selectKind = (kind: string) => rows.filter((row) => row.kind === kind);
  const selectIds = (kind: string) => new Set(selectKind(kind).map(({ id }) => id));
  const entryKinds = new Map(selectKind('entry').map(({ id, key }) => [id, key]));
  return {
    ledger,
    toRowId: (type, id) => {
      const recorded = ledger.getRowId({ type, id });
      if (recorded !== undefined) return recorded;
      // Releases before migration 0017 gave resources of different types the same row, and the last one kept it.
      const former = toFormerRowId(type, id);
      const isFormer = !(type in kindsByType) || entryKinds.get(former) === kindsByType[type];
      return ledger.has({ type, id }) && isFormer ? former : toRowId(type, id);
    },
    ids: { Patient: selectIds('Patient'), Practitioner: selectIds('Practitioner'), Encounter: selectIds('Encounter') },
    genders: new Map(selectKind('Patient').map(({ id, key }) => [id, key])),
    patients,
    medics: new Map(selectKind('license').map(({ key, id }) => [key, id])),
    kept,
  };
}

type Resolution =
  | { readonly is: 'row'; readonly row: string }
  | ({ readonly is: 'missing' } & Omit<Missing, 'isRequired'>)
  | { readonly is: 'skipped' }
  /** There is no reference, or its target has another type. */
  | { readonly is: 'none' };

/** What became of an entry. `mapped` includes those that are unchanged. */
export type EntryState = 'mapped' | 'skipped' | 'refused' | 'waiting';

/** What the mapping of one resource came across. */
export class EntryNotes {
  readonly incidents: Incident[] = [];
  readonly missing: Missing[] = [];
  readonly placeholders: MappedRow[] = [];
  /** Types of required targets that were skipped. */
  readonly skippedTargets: string[] = [];
}

/** Resolves the references of one group: first within the group, then in the database. */
export class GroupContext implements MappingContext {
  readonly timeZone: string;
  readonly #known: KnownRows;
  /** Resources that this load has skipped. */
  readonly #skipped: ReadonlySet<string>;
  readonly #strangers: ReadonlySet<string>;
  readonly #byUrl = new Map<string, ValidEntry>();
  readonly #byIdentifier = new Map<string, ValidEntry[]>();
  readonly #states = new Map<number, EntryState>();
  readonly #aliases = new Map<string, string>();
  readonly #genders: Map<string, string>;
  #notes = new EntryNotes();

  constructor(
    entries: readonly ValidEntry[],
    known: KnownRows,
    options: Pick<GroupOptions, 'timeZone' | 'skipped' | 'strangers'>,
  ) {
    this.timeZone = options.timeZone;
    this.#known = known;
    this.#skipped = options.skipped;
    this.#strangers = options.strangers;
    this.#genders = new Map(known.genders);
    for (const entry of entries) {
      const { type, resource, fullUrl } = entry;
      const keys = [fullUrl, formatKey({ type, id: resource.id }), `urn:uuid:${resource.id.toLowerCase()}`];
      for (const key of keys) if (key !== undefined) this.#byUrl.set(key, entry);
      if (type === 'Practitioner' || type === 'Patient') {
        for (const { system, value } of resource.identifier ?? []) {
          if (value === undefined) continue;
          const asked = formatAsked({ type, system: system ?? '', value });
          this.#byIdentifier.set(asked, [...(this.#byIdentifier.get(asked) ?? []), entry]);
        }
      }
    }
  }

  /** Starts the notes of the next entry. */
  begin(): EntryNotes {
    this.#notes = new EntryNotes();
    return this.#notes;
  }

  setState(entry: ValidEntry, state: EntryState): void {
    this.#states.set(entry.key, state);
  }

  setGender(row: string, gender: unknown): void {
    if (typeof gender === 'string') this.#genders.set(row, gender);
  }

  /** Makes a resource of the group another name of a row. */
  setAlias(key: ResourceKey, row: string): void {
    this.#aliases.set(formatKey(key), row);
  }

  toRowId(type: string, id: string): string {
    return this.#aliases.get(formatKey({ type, id })) ?? this.#known.toRowId(type, id);
  }

  findRow(reference: Reference | undefined, target: ReferenceTarget): string | undefined {
    const found = this.#resolveReference(reference, target);
    if (found.is === 'row') return found.row;
    if (found.is === 'missing') this.#notes.missing.push({ ...found, isRequired: false });
    if (found.is === 'skipped') this.note(`optional reference to a ${target} that was skipped`);
    return undefined;
  }

  findRequiredRow(reference: Reference | undefined, target: ReferenceTarget): string | undefined {
    const found = this.#resolveReference(reference, target);
    if (found.is === 'row') return found.row;
    if (found.is === 'skipped') this.#notes.skippedTargets.push(target);
    if (found.is !== 'missing') return undefined;
    this.#notes.missing.push({ ...found, isRequired: true });
    // A placeholder, so that mapping finds every missing target; the resource is not written.
    return deriveUuid('unresolved');
  }

  findContent(reference: Reference | undefined, type: string): Record<string, unknown> | undefined {
    const text = reference?.reference;
    if (text === undefined || text.startsWith('#')) return undefined;
    const entry = this.#findEntry(text, type);
    if (entry?.isActive) return entry.type === type ? this.#peekContent(entry) : undefined;
    const key = this.#toKey(text, type, entry);
    if (key === undefined || key.type !== type) return undefined;
    const kept = this.#known.kept.get(formatKey(key));
    if (kept === undefined && !this.#skipped.has(formatKey(key))) {
      const missing = parseUrn(text) === undefined ? formatKey(key) : `urn:uuid:${key.id}`;
      this.#notes.missing.push({ key: missing, type, isRequired: false, isWaiting: false, isLogical: false });
    }
    return kept?.content;
  }

  /** Returns what other resources take from an entry. Nothing that a refused resource says is true. */
  readContent({ type, resource }: ValidEntry): Record<string, unknown> | undefined {
    const mapping = getMapping(type);
    if (mapping.toContent === undefined) return undefined;
    const refusal = mapping.findRefusal?.(resource);
    return refusal === undefined ? mapping.toContent(resource, this) : { refusal };
  }

  findGender(patient: Reference | undefined): string | undefined {
    const found = this.#resolveReference(patient, 'Patient');
    return found.is === 'row' ? this.#genders.get(found.row) : undefined;
  }

  addUnrecordedMedic(): string {
    const id = deriveUuid('medic:unrecorded');
    this.note('an encounter without a practitioner was assigned to the placeholder medic "Not recorded"');
    this.#notes.placeholders.push({
      table: 'medics',
      values: { id, given_name: 'Not', family_name: 'recorded', license_number: 'NOT-RECORDED', active: false },
    });
    return id;
  }

  note(reason: string): void {
    this.#notes.incidents.push({ kind: 'note', reason });
  }

  leaveOut(element: string, reason: string): void {
    this.#notes.incidents.push({ kind: 'left out', element, reason });
  }

  /** Reads what another entry contributes. What it leaves out is counted when that entry is mapped. */
  #peekContent(entry: ValidEntry): Record<string, unknown> | undefined {
    const notes = this.#notes;
    this.#notes = new EntryNotes();
    try {
      return this.readContent(entry);
    } finally {
      this.#notes = notes;
    }
  }

  /** Finds the entry of the group that a reference names, also by an absolute or versioned URL. */
  #findEntry(text: string, target: string): ValidEntry | undefined {
    const literal = parseLiteral(text);
    const urn = parseUrn(text);
    // Resources of different types can have the same UUID.
    return (
      (urn === undefined ? undefined : this.#byUrl.get(`${target}/${urn}`)) ??
      this.#byUrl.get(text) ??
      (literal && this.#byUrl.get(formatKey(literal))) ??
      (urn === undefined ? undefined : this.#byUrl.get(`urn:uuid:${urn}`))
    );
  }

  #toKey(text: string, target: string, entry: ValidEntry | undefined): ResourceKey | undefined {
    if (entry !== undefined) return { type: entry.type, id: entry.resource.id };
    const literal = parseLiteral(text);
    if (literal !== undefined) return literal;
    const urn = parseUrn(text);
    return urn === undefined ? undefined : { type: target, id: urn };
  }

  #resolveReference(reference: Reference | undefined, target: ReferenceTarget): Resolution {
    const asked = reference && readLogical(reference, target);
    return asked ? this.#resolveIdentifier(asked, true) : this.#resolve(reference?.reference, target);
  }

  /** Resolves what a conditional or logical reference names. */
  #resolveIdentifier(asked: AskedIdentifier, isLogical: boolean, hops = 0): Resolution {
    const { type, value } = asked;
    if (type !== 'Patient' && type !== 'Practitioner') return { is: 'none' };
    const key = formatAsked(asked);
    const entries = this.#byIdentifier.get(key) ?? [];
    // License numbers are stored without their system. A patient is never matched by a number alone.
    const medic = type === 'Practitioner' && entries.length === 0 ? this.#known.medics.get(value) : undefined;
    const stored =
      type === 'Patient' ? (this.#known.patients.get(key) ?? []) : [medic].filter((row) => row !== undefined);
    const rows = new Set([...entries.map((entry) => this.toRowId(type, entry.resource.id)), ...stored]);
    const [row] = rows;
    const [entry] = entries;
    // A number that a family shares names no one.
    if (row === undefined || rows.size > 1) return { is: 'missing', key, type, isWaiting: false, isLogical };
    if (entry === undefined) return { is: 'row', row };
    const found = this.#resolveKey({ type, id: entry.resource.id }, entry, type, key, hops);
    return found.is === 'missing' ? { ...found, isLogical } : found;
  }

  /** @param hops roles that led here: a role that names another role resolves to nothing */
  #resolve(text: string | undefined, target: ReferenceTarget, hops = 0): Resolution {
    if (text === undefined || text.startsWith('#')) return { is: 'none' };
    const asked = parseConditional(text);
    if (asked !== undefined) {
      return asked.type === target ? this.#resolveIdentifier(asked, false, hops) : { is: 'none' };
    }
    const entry = this.#findEntry(text, target);
    const key = this.#toKey(text, target, entry);
    if (key === undefined) return { is: 'missing', key: text, type: target, isWaiting: false, isLogical: false };
    const urn = entry === undefined && parseLiteral(text) === undefined;
    if (urn && target === 'Practitioner') {
      // A URN doesn't tell a Practitioner from a PractitionerRole.
      const role = this.#known.kept.get(formatKey({ type: 'PractitionerRole', id: key.id }));
      if (role?.medicId) return { is: 'row', row: role.medicId };
    }
    return this.#resolveKey(key, entry, target, urn ? `urn:uuid:${key.id}` : formatKey(key), hops);
  }

  #resolveKey(
    key: ResourceKey,
    entry: ValidEntry | undefined,
    target: ReferenceTarget,
    missingKey: string,
    hops: number,
  ): Resolution {
    const missing = { is: 'missing', key: missingKey, type: key.type, isLogical: false } as const;
    if (key.type === 'PractitionerRole' && target === 'Practitioner') {
      if (entry?.type === 'PractitionerRole') {
        return hops > 0 ? { is: 'none' } : this.#resolve(entry.resource.practitioner?.reference, target, hops + 1);
      }
      const medicId = this.#known.kept.get(formatKey(key))?.medicId;
      if (medicId) return { is: 'row', row: medicId };
      return this.#skipped.has(formatKey(key)) ? { is: 'skipped' } : { ...missing, isWaiting: false };
    }
    if (key.type !== target) return { is: 'none' };
    const row = this.toRowId(key.type, key.id);
    if (entry?.isActive) {
      const state = this.#states.get(entry.key);
      if (state === 'skipped') return { is: 'skipped' };
      if (state === 'mapped') return { is: 'row', row };
      return { ...missing, isWaiting: state === 'waiting' };
    }
    // The row of that id is another person's.
    if (this.#strangers.has(formatKey(key))) return { is: 'skipped' };
    if (this.#known.ids[target].has(row)) return { is: 'row', row };
    // A removed patient is invisible to the loader, and stays removed.
    const isGone = target === 'Patient' && this.#known.ledger.has(key);
    return isGone || this.#skipped.has(formatKey(key)) ? { is: 'skipped' } : { ...missing, isWaiting: false };
  }
}
