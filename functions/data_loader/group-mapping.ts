import { formatPlace } from './entries.js';
import type { Pass } from './group-options.js';
import { hashRows, type MappedResource } from './ledger.js';
import { type MappedRow, MappingError, NotKeptError } from './mapping/mapping.js';
import { findModifierRefusal } from './mapping/modifiers.js';
import { getMapping } from './mapping/resource-types.js';
import { type EntryNotes, type GroupContext, referencedTypes, type ValidEntry } from './references.js';
import type { FileCounts, FileProblem } from './report.js';

/** A resource that was mapped to rows. */
export interface MappedEntry {
  readonly entry: ValidEntry;
  readonly resource: MappedResource;
  readonly notes: EntryNotes;
}

/** A resource that isn't kept. */
interface UnkeptEntry {
  readonly entry: ValidEntry;
  readonly reason: string;
  /** Whether it says that it is no part of the record, as one that was entered in error does. */
  readonly isWithdrawn: boolean;
}

/** What others take from a resource, to be kept. */
export interface KeptContent {
  readonly type: string;
  readonly id: string;
  readonly lastUpdated: string | undefined;
  readonly content: Record<string, unknown>;
  /** The medic of a PractitionerRole. */
  readonly medicId: string | null;
}

const toRank = ({ type }: ValidEntry): number => {
  const rank = referencedTypes.indexOf(type);
  return rank === -1 ? referencedTypes.length : rank;
};

/** Sorts resources so that each one comes after those that it references. */
export const sortByReferences = (entries: readonly ValidEntry[]): ValidEntry[] =>
  [...entries].sort((one, other) => toRank(one) - toRank(other) || one.key - other.key);

/** Maps the entries of a group, each one after those that it references, and decides which ones are loaded. */
export class GroupMapping {
  readonly mapped: MappedEntry[] = [];
  readonly contents: KeptContent[] = [];
  readonly waiting: ValidEntry[] = [];
  readonly skipped: ValidEntry[] = [];
  /** Those of the skipped resources that can be newer versions of resources in the record. */
  readonly unkept: UnkeptEntry[] = [];
  /** Skipped patients whose ids are those of other patients in the record. */
  readonly strangers = new Set<string>();
  readonly problems: FileProblem[] = [];
  /** Problems of valid visits that have no place beside others. They don't stop a transaction. */
  readonly unplaced: FileProblem[] = [];
  /** Targets that waiting entries lack. */
  readonly missing = new Set<string>();
  readonly #context: GroupContext;
  readonly #counts: FileCounts;
  readonly #pass: Pass;

  constructor(context: GroupContext, counts: FileCounts, pass: Pass) {
    this.#context = context;
    this.#counts = counts;
    this.#pass = pass;
  }

  map(entry: ValidEntry): void {
    const notes = this.#context.begin();
    const { type, resource } = entry;
    const mapping = getMapping(type);
    const refusal = mapping.findRefusal?.(resource);
    let rows: MappedRow[] = [];
    let content: Record<string, unknown> | undefined;
    let failure: MappingError | NotKeptError | undefined;
    try {
      content = this.#context.readContent(entry);
      if (refusal === undefined) rows = mapping.toRows(resource, this.#context);
    } catch (error) {
      if (!(error instanceof MappingError || error instanceof NotKeptError)) throw error;
      failure = error;
    }
    const medicId =
      entry.type === 'PractitionerRole'
        ? (this.#context.findRow(entry.resource.practitioner, 'Practitioner') ?? null)
        : null;
    if (this.#isWaiting(notes)) {
      for (const { key } of notes.missing) this.missing.add(key);
      this.waiting.push(entry);
      this.#context.setState(entry, 'waiting');
      return;
    }
    const logical = notes.missing.find(({ isRequired, isLogical }) => isRequired && isLogical);
    if (logical !== undefined) {
      this.skip(entry, `names its ${logical.type} by an identifier that no ${logical.type} has, or several have`);
      return;
    }
    const required = new Set(notes.missing.flatMap((missing) => (missing.isRequired ? missing.type : [])));
    if (required.size > 0) {
      this.#refuse(
        entry,
        [...required].map((target) => ({
          position: formatPlace(entry),
          reason: `the referenced ${target} is neither in the files nor loaded`,
        })),
      );
      return;
    }
    const [skippedTarget] = notes.skippedTargets;
    if (failure !== undefined && skippedTarget !== undefined) {
      this.skip(entry, `requires a ${skippedTarget} that was skipped`);
      return;
    }
    if (failure instanceof NotKeptError) {
      this.unkept.push({ entry, reason: failure.message, isWithdrawn: false });
      this.skip(entry, failure.message);
      return;
    }
    if (failure instanceof MappingError) {
      this.#refuse(entry, [{ position: `${formatPlace(entry)}, ${failure.path}`, reason: failure.message }]);
      return;
    }
    const lastUpdated = resource.meta?.lastUpdated;
    if (content !== undefined || entry.type === 'PractitionerRole') {
      const role = rows.find(({ table }) => table === 'medic_roles')?.values;
      const { active, period } = resource as { active?: unknown; period?: unknown };
      const kept = role === undefined ? { ...content } : { ...content, role, active, period };
      this.contents.push({ type, id: resource.id, lastUpdated, content: kept, medicId });
    }
    if (refusal !== undefined) {
      this.unkept.push({ entry, reason: refusal, isWithdrawn: findModifierRefusal(type, resource) !== undefined });
      this.skip(entry, refusal);
    } else if (rows.length === 0) this.skip(entry, mapping.noRowsReason ?? 'used only in other resources');
    else {
      for (const target of new Set(notes.missing.map((missing) => missing.type))) {
        notes.incidents.push({ kind: 'note', reason: `optional reference to a ${target} that is not in the records` });
      }
      if (skippedTarget !== undefined) {
        notes.incidents.push({ kind: 'note', reason: `optional reference to a ${skippedTarget} that was skipped` });
      }
      const position = formatPlace(entry);
      const mapped = { type, id: resource.id, position, lastUpdated, rows, hash: hashRows(rows) };
      this.mapped.push({ entry, resource: mapped, notes });
      this.#context.setState(entry, 'mapped');
    }
  }

  /** Takes back that an entry is loaded, if it was mapped. */
  skip(entry: ValidEntry, reason: string): void {
    const index = this.mapped.findIndex((mapped) => mapped.entry === entry);
    if (index !== -1) this.mapped.splice(index, 1);
    this.#counts.countsFor(entry.type).read += 1;
    this.#counts.add({ position: formatPlace(entry), type: entry.type }, { kind: 'skipped', reason });
    this.skipped.push(entry);
    this.#context.setState(entry, 'skipped');
  }

  /** Leaves out a visit that has no place beside others. */
  leaveUnplaced(entry: ValidEntry, reason: string): void {
    this.unplaced.push({ position: formatPlace(entry), reason });
    this.skipped.push(entry);
    this.#context.setState(entry, 'skipped');
  }

  /** Replaces what an entry was mapped to. */
  replace(mapped: MappedEntry, other: MappedEntry): void {
    this.mapped[this.mapped.indexOf(mapped)] = other;
  }

  #refuse(entry: ValidEntry, problems: readonly FileProblem[]): void {
    this.problems.push(...problems);
    this.#context.setState(entry, 'refused');
  }

  #isWaiting({ missing }: EntryNotes): boolean {
    const { level, coming } = this.#pass;
    if (level === 0) return missing.length > 0;
    return level < 3 && missing.some(({ key, isWaiting }) => isWaiting || coming.has(key));
  }
}
