import type * as z from 'zod';
import type { base, Reference } from './data-types.js';

/** Resource types that references are resolved to. */
export type ReferenceTarget = 'Patient' | 'Practitioner' | 'Encounter';

/** Resolves references and collects notes while the resources of one file are mapped. */
export interface MappingContext {
  /**
   * Returns the row id of a reference's target; undefined if it has another type or is in no file of the load and not in
   * the records. A target in another file postpones the resource. A PractitionerRole counts as its Practitioner.
   */
  findRow(reference: Reference | undefined, target: ReferenceTarget): string | undefined;
  /**
   * Like `findRow`, for a target without which the resource can't be loaded: it is refused if the target is unknown.
   * @returns undefined if there is no reference, or its target has another type or was skipped
   */
  findRequiredRow(reference: Reference | undefined, target: ReferenceTarget): string | undefined;
  /**
   * Returns what `toContent` kept of a reference's target, in the file or loaded before; undefined if it is unknown or has
   * another type. For a target that was refused, `refusal` is the reason.
   */
  findContent(reference: Reference | undefined, type: string): Record<string, unknown> | undefined;
  /** Adds the placeholder medic of encounters without a practitioner, who can't be booked. Returns its row id. */
  addUnrecordedMedic(): string;
  /**
   * Returns the id of the row that a resource becomes: the row of an earlier load, or else the id by type and id. Ids are
   * unique only within a type, so types that share a table never share an id.
   */
  toRowId(type: string, id: string): string;
  /** Returns the administrative gender of a patient in the file or in the database. */
  findGender(patient: Reference | undefined): string | undefined;
  /** IANA time zone of the clinic, in which a date without a time is a day. */
  readonly timeZone: string;
  /** Counts a value that was changed, or an event that people should know of. */
  note(reason: string): void;
  /**
   * Counts an element that isn't kept.
   * @param element its path without indexes, such as `name.suffix`
   */
  leaveOut(element: string, reason: string): void;
}

/** In the order of their foreign keys. `medic_roles` adds columns to rows of `medics`. */
export const mappedTables = [
  'exams',
  'medics',
  'medic_roles',
  'patients',
  'reservations',
  'reservation_reasons',
  'medical_history_entries',
  'exam_results',
  'files',
  'file_texts',
] as const;
export type MappedTable = (typeof mappedTables)[number];

/** The tables that the loader writes, referenced tables first. */
export const loadedTables = [
  ...mappedTables.filter((table) => table !== 'medic_roles'),
  'referenced_resources',
  'loaded_resources',
] as const;

/** A row to write, by column name. All rows of a table have the same columns: those without a value are null. */
export interface MappedRow {
  readonly table: MappedTable;
  readonly values: { readonly id: string; readonly [column: string]: unknown };
  /**
   * The exam of a reservation. It is resolved when the reservation is written, so that the content hash doesn't depend on
   * the exam catalog.
   */
  readonly exam?: { readonly name: string; readonly durationMinutes: number };
}

/** A fault in a resource, because of which it is not loaded, and neither is the transaction that contains it. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
  readonly path: string;

  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}

/** A valid resource that has no place in the record, such as an Observation without a time. It is skipped. */
export class NotKeptError extends Error {
  override readonly name = 'NotKeptError';
}

type BaseSchema = z.ZodObject<typeof base, z.core.$loose>;

/** Defines how resources of one type are validated and which rows they become. */
export interface Mapping<Schema extends BaseSchema = BaseSchema> {
  readonly schema: Schema;
  /** Why resources of this type have no rows; by default, because only other resources use them. */
  readonly noRowsReason?: string;
  /** Returns the reason if a valid resource is not loaded. */
  findRefusal?(resource: z.infer<Schema>): string | undefined;
  /** @throws NotKeptError if the resource has no place in the record, MappingError if it is invalid */
  toRows(resource: z.infer<Schema>, context: MappingContext): MappedRow[];
  /**
   * Returns the elements that other resources take from this one, such as the code of a Medication. They are kept, so that
   * references to it resolve across files and loads.
   */
  toContent?(resource: z.infer<Schema>, context: MappingContext): Record<string, unknown>;
}

/** Infers the schema of a mapping. */
export const defineMapping = <Schema extends BaseSchema>(mapping: Mapping<Schema>): Mapping<Schema> => mapping;
