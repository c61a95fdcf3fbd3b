import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import {
  dateColumn,
  datePrecisions,
  isOneOf,
  jsonbColumn,
  personColumns,
  precisionColumn,
  recordColumns,
  resourceColumns,
} from './columns.js';
import { callerIs, isOwnPatient, patientRows, tablePolicies } from './policies.js';

/** Codes of FHIR R4's AdministrativeGender. */
export const genders = ['male', 'female', 'other', 'unknown'] as const;

export interface Address {
  line: string[];
  city?: string;
  state?: string;
  postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
}

/** Codes of FHIR R4's IdentifierUse. */
export const identifierUses = ['usual', 'official', 'temp', 'secondary', 'old'] as const;

/** Codes of FHIR R4's NameUse. */
export const nameUses = ['usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden'] as const;

/** An identifier as its issuer writes it; `system` is the issuer's namespace (FHIR R4 Identifier). */
export interface PatientIdentifier {
  system: string | null;
  /** A code of HL7 v2-0203, such as MR. */
  type: string | null;
  value: string;
  use: string | null;
}

/** A name that the patient has or had besides the current one. */
export interface OtherName {
  /** A code of FHIR R4's NameUse, such as maiden or nickname. */
  use: string | null;
  givenName: string | null;
  familyName: string | null;
}

export const patients = pgTable(
  'patients',
  {
    ...resourceColumns(),
    ...personColumns(),
    birthDate: dateColumn().notNull(),
    birthDatePrecision: precisionColumn(),
    gender: text({ enum: genders }).notNull(),
    nationalIdType: text(),
    nationalIdNumber: text(),
    /** All identifiers but the national id. */
    identifiers: jsonbColumn().$type<PatientIdentifier[]>(),
    otherNames: jsonbColumn().$type<OtherName[]>(),
    address: jsonbColumn().$type<Address>(),
  },
  (table) => [
    check('patients_gender_known', isOneOf('gender', genders)),
    check('patients_birth_date_precision_known', isOneOf('birth_date_precision', datePrecisions)),
    check('patients_national_id_whole', sql`(national_id_type is null) = (national_id_number is null)`),
    uniqueIndex('patients_national_id_unique')
      .on(table.nationalIdType, table.nationalIdNumber)
      .where(sql`removed_at is null`),
    // A family can share an address.
    index('patients_email').on(sql`lower(email)`).where(sql`removed_at is null`),
    uniqueIndex('patients_account_subject_unique').on(table.accountSubject).where(sql`removed_at is null`),
    index('patients_words').using('gin', sql`array_to_tsvector(patient_words(search_name, other_names))`),
    index('patients_name_key').on(sql`name_key(given_name || family_name)`),
    index('patients_name_key_family_first').on(sql`name_key(family_name || given_name)`),
    index('patients_created_at').on(table.createdAt, table.id),
    index('patients_updated_at').on(table.updatedAt, table.id),
    index('patients_name').on(sql`fold_text(family_name)`, sql`fold_text(given_name)`, table.id),
    index('patients_gender').on(table.gender, table.createdAt, table.id),
    index('patients_active').on(table.active, table.createdAt, table.id),
    index('patients_birth_date').on(table.birthDate, table.id),
    index('patients_national_id_number').on(table.nationalIdNumber),
    index('patients_phone_key').on(sql`phone_key(phone) text_pattern_ops`),
    // jsonb_path_ops serves `@>`, by which an identifier is found with its system.
    index('patients_identifiers').using('gin', sql`identifiers jsonb_path_ops`),
    index('patients_identifier_keys').using('gin', sql`identifier_keys(identifiers)`),
    ...tablePolicies('patients', {
      select: sql`${callerIs('admin')} or (removed_at is null and (${callerIs('medic', 'staff', 'service', 'loader')} or ${isOwnPatient('id')}))`,
      insert: callerIs('admin', 'medic', 'staff', 'loader'),
      update: sql`${callerIs('admin')} or (removed_at is null and (${callerIs('medic', 'staff', 'loader')} or ${isOwnPatient('id')}))`,
    }),
  ],
);

/** A reference to the patient that a row is about. */
export const patientIdColumn = () =>
  uuid()
    .notNull()
    .references(() => patients.id);

/**
 * The distinct words of patients' names, for the search; `patientNameWords` links them to patients. Triggers maintain both
 * tables. Only the search functions read them, with their owner's rights, because the words reveal names.
 */
export const nameWords = pgTable('name_words', { word: text().notNull() }, () => [
  index('name_words_word').on(sql`word text_pattern_ops`),
  index('name_words_trigram').using('gin', sql`word gin_trgm_ops`),
  index('name_words_sound').using('gin', sql`sound_text(word) gin_trgm_ops`),
  index('name_words_deletes').using('gin', sql`word_deletes(word)`),
  ...tablePolicies('name_words', { hidden: true }),
]);

export const patientNameWords = pgTable(
  'patient_name_words',
  {
    patientId: uuid()
      .notNull()
      .references(() => patients.id, { onDelete: 'cascade' }),
    word: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.patientId, table.word] }),
    index('patient_name_words_word').on(table.word, table.patientId),
    ...tablePolicies('patient_name_words', { hidden: true }),
  ],
);

const medicsRows = patientRows({ all: ['admin', 'loader'], visible: ['medic'], own: false });

export const medicalHistoryKinds = ['condition', 'procedure', 'medication', 'allergy'] as const;

/** FHIR R4 value sets: condition-clinical, event-status, medicationrequest-status, allergyintolerance-clinical. */
export const medicalHistoryStatuses = {
  condition: ['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved'],
  procedure: [
    'preparation',
    'in-progress',
    'not-done',
    'on-hold',
    'stopped',
    'completed',
    'entered-in-error',
    'unknown',
  ],
  medication: ['active', 'on-hold', 'cancelled', 'completed', 'entered-in-error', 'stopped', 'draft', 'unknown'],
  allergy: ['active', 'inactive', 'resolved'],
} as const satisfies Record<(typeof medicalHistoryKinds)[number], readonly string[]>;

/** FHIR R4 value sets: condition-ver-status, allergyintolerance-verification. */
export const verificationStatuses = {
  condition: ['unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted', 'entered-in-error'],
  allergy: ['unconfirmed', 'confirmed', 'refuted', 'entered-in-error'],
} as const;

/**
 * Statuses and verification statuses that take an entry out of the medical history. Its row is kept, because the change
 * history refers to it.
 */
export const withdrawnStatuses = ['entered-in-error', 'refuted'] as const;

/** Codes of FHIR R4's AllergyIntoleranceCriticality. */
export const criticalities = ['low', 'high', 'unable-to-assess'] as const;

/** Codes of FHIR R4's AllergyIntoleranceSeverity. */
export const reactionSeverities = ['mild', 'moderate', 'severe'] as const;

/** What an allergy caused: a coded sign or symptom. */
export interface AllergyReaction {
  system: string | null;
  code: string | null;
  display: string;
  severity: (typeof reactionSeverities)[number] | null;
}

/** The clinical part of a patient's record: a separate table, so that a policy can deny it to the reception. */
export const medicalHistoryEntries = pgTable(
  'medical_history_entries',
  {
    ...recordColumns(),
    patientId: patientIdColumn(),
    kind: text({ enum: medicalHistoryKinds }).notNull(),
    /** Position in the list that the client sent. Entries with equal positions are ordered by date. */
    position: integer().notNull().default(0),
    /** URI of the code system, for example http://snomed.info/sct. */
    system: text(),
    code: text(),
    display: text().notNull(),
    /** Onset of a condition or allergy, performance of a procedure, start of a medication. */
    startDate: dateColumn(),
    startDatePrecision: precisionColumn(),
    endDate: dateColumn(),
    endDatePrecision: precisionColumn(),
    status: text(),
    verificationStatus: text(),
    /** Of an allergy. */
    criticality: text(),
    /** Of an allergy. */
    reaction: jsonbColumn().$type<AllergyReaction[]>(),
    /** Of a medication. */
    dosage: text(),
    note: text(),
  },
  (table) => [
    check('medical_history_kind_known', isOneOf('kind', medicalHistoryKinds)),
    check('medical_history_start_date_precision_known', isOneOf('start_date_precision', datePrecisions)),
    check('medical_history_end_date_precision_known', isOneOf('end_date_precision', datePrecisions)),
    index('medical_history_entries_patient').on(table.patientId, table.kind, table.position, table.startDate, table.id),
    ...tablePolicies('medical_history_entries', {
      select: patientRows({ all: ['admin', 'loader'], visible: ['medic'], own: true }),
      insert: medicsRows,
      update: medicsRows,
      delete: medicsRows,
    }),
  ],
);
