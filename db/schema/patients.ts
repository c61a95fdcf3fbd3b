import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { resourceColumns, timestampColumn } from './columns.js';
import { callerIs, isOwnPatient, isVisiblePatient, tablePolicies } from './policies.js';

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

export const patients = pgTable(
  'patients',
  {
    ...resourceColumns(),
    givenName: text().notNull(),
    familyName: text().notNull(),
    /** Lower case and without accents; what the name search compares. */
    searchName: text().notNull().generatedAlwaysAs(sql`fold_text(given_name || ' ' || family_name)`),
    birthDate: date({ mode: 'string' }).notNull(),
    gender: text({ enum: genders }).notNull(),
    nationalIdType: text(),
    nationalIdNumber: text(),
    email: text(),
    phone: text(),
    address: jsonb().$type<Address>(),
    /** `sub` of the account that this person signs in with. */
    accountSubject: text(),
    active: boolean().notNull().default(true),
    /** Medical records must be kept: a removed one is hidden from everyone but administrators. */
    removedAt: timestampColumn(),
  },
  (table) => [
    check('patients_gender_known', sql`gender in ('male', 'female', 'other', 'unknown')`),
    check('patients_national_id_whole', sql`(national_id_type is null) = (national_id_number is null)`),
    uniqueIndex('patients_national_id_unique')
      .on(table.nationalIdType, table.nationalIdNumber)
      .where(sql`removed_at is null`),
    uniqueIndex('patients_email_unique').on(sql`lower(email)`).where(sql`removed_at is null`),
    uniqueIndex('patients_account_subject_unique').on(table.accountSubject).where(sql`removed_at is null`),
    index('patients_search_name_trigram').using('gin', sql`search_name gin_trgm_ops`),
    index('patients_name_words').using('gin', sql`array_to_tsvector(name_words_of(search_name))`),
    index('patients_created_at').on(table.createdAt, table.id),
    index('patients_updated_at').on(table.updatedAt, table.id),
    index('patients_name').on(sql`fold_text(family_name)`, sql`fold_text(given_name)`, table.id),
    index('patients_gender').on(table.gender, table.createdAt, table.id),
    index('patients_active').on(table.active, table.createdAt, table.id),
    index('patients_birth_date').on(table.birthDate, table.id),
    index('patients_national_id_number').on(table.nationalIdNumber),
    index('patients_phone').on(table.phone),
    ...tablePolicies('patients', {
      select: sql`${callerIs('admin')} or (removed_at is null and (${callerIs('medic', 'staff', 'service', 'loader')} or ${isOwnPatient('id')}))`,
      insert: callerIs('admin', 'medic', 'staff', 'loader'),
      update: sql`${callerIs('admin')} or (removed_at is null and (${callerIs('medic', 'staff', 'loader')} or ${isOwnPatient('id')}))`,
    }),
  ],
);

/**
 * The words of patients' names, as the search compares them; `patientNameWords` says whose they are. Triggers keep both, and
 * functions that search read them with their owner's rights: they are the names, so no other role may.
 */
export const nameWords = pgTable('name_words', { word: text().notNull() }, () => [
  index('name_words_word').on(sql`word text_pattern_ops`),
  index('name_words_trigram').using('gin', sql`word gin_trgm_ops`),
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

export const medicalHistoryKinds = ['condition', 'procedure', 'medication', 'allergy'] as const;

/** The clinical part of a patient's record: rows of their own, so that reception's lack of access is a policy. */
export const medicalHistoryEntries = pgTable(
  'medical_history_entries',
  {
    id: uuid().primaryKey().defaultRandom(),
    createdAt: timestampColumn().notNull().defaultNow(),
    patientId: uuid()
      .notNull()
      .references(() => patients.id),
    kind: text({ enum: medicalHistoryKinds }).notNull(),
    /** Place in the list that a client sent; entries with the same place are in the order of their dates. */
    position: integer().notNull().default(0),
    /** URI of the code system, such as http://snomed.info/sct. */
    system: text(),
    code: text(),
    display: text().notNull(),
    /** Onset of a condition or allergy, performance of a procedure, start of a medication. */
    startDate: date({ mode: 'string' }),
    endDate: date({ mode: 'string' }),
    status: text(),
    note: text(),
  },
  (table) => [
    check('medical_history_kind_known', sql`kind in ('condition', 'procedure', 'medication', 'allergy')`),
    index('medical_history_entries_patient').on(table.patientId, table.kind, table.position, table.startDate, table.id),
    ...tablePolicies('medical_history_entries', {
      select: sql`${callerIs('admin', 'loader')} or (${callerIs('medic')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
      insert: sql`${callerIs('admin', 'loader')} or (${callerIs('medic')} and ${isVisiblePatient('patient_id')})`,
      update: sql`${callerIs('admin', 'loader')} or (${callerIs('medic')} and ${isVisiblePatient('patient_id')})`,
      delete: sql`${callerIs('admin', 'loader')} or (${callerIs('medic')} and ${isVisiblePatient('patient_id')})`,
    }),
  ],
);
