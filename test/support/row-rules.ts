import type { CallerRole } from '../../db/schema/policies.js';

export const rowRuleRoles = ['admin', 'medic', 'staff', 'patient', 'service', 'loader'] as const satisfies CallerRole[];

/** First letters of select, insert, update and delete, on the caller's own rows or on all rows. */
export type RowRule = '' | `${'own' | 'all'} ${string}`;
export type RowRules = Record<(typeof rowRuleRoles)[number] | 'nobody', RowRule>;

const sameForAll = (rule: RowRule): RowRules => ({
  admin: rule,
  medic: rule,
  staff: rule,
  patient: rule,
  service: rule,
  loader: rule,
  nobody: rule,
});

/**
 * The contract's permission table, as the database must enforce it. `loader` is the import of records; updating a file
 * completes its upload.
 */
export const rowRules: Record<string, RowRules> = {
  patients: { ...sameForAll('all siu'), patient: 'own su', service: 'all s', nobody: '' },
  patient_invitations: { ...sameForAll(''), admin: 'all siu', staff: 'all siu' },
  // Only functions of the owner read these names.
  patient_name_words: sameForAll(''),
  name_words: sameForAll(''),
  medical_history_entries: { ...sameForAll('all siud'), staff: '', patient: 'own s', service: '', nobody: '' },
  medics: { ...sameForAll('all s'), admin: 'all siu', loader: 'all siu', nobody: '' },
  // Patients see who treats them, but not how to reach them.
  medic_contacts: { ...sameForAll('all s'), admin: 'all siu', patient: '', loader: 'all siu', nobody: '' },
  exams: { ...sameForAll('all s'), admin: 'all siu', loader: 'all siu', nobody: '' },
  exam_results: { ...sameForAll(''), admin: 'all s', medic: 'all si', patient: 'own s', loader: 'all si' },
  reservations: { ...sameForAll('all siu'), patient: 'own siu', service: 'all si', nobody: '' },
  // Reasons are clinical; whoever books can't read them.
  reservation_reasons: { ...sameForAll(''), admin: 'all s', medic: 'all siud', patient: 'own s', loader: 'all siud' },
  files: { ...sameForAll('all siu'), patient: 'own siu', service: '', nobody: '' },
  // The reception lists files but can't read them.
  file_texts: { ...sameForAll(''), admin: 'all s', medic: 'all s', patient: 'own s', loader: 'all siu' },
  assistant_sessions: { ...sameForAll(''), admin: 'own siu', medic: 'own siu', service: 'own siu' },
  assistant_messages: { ...sameForAll(''), admin: 'own si', medic: 'own si', service: 'own si' },
  // Rejecting an unauthenticated caller is an event too.
  audit_events: { ...sameForAll('all i'), admin: 'all si' },
  // The loader keeps what people have changed.
  row_history: { ...sameForAll(''), admin: 'all s', loader: 'all s' },
  idempotency_keys: { ...sameForAll('own sid'), nobody: '' },
  loaded_resources: { ...sameForAll(''), loader: 'all siu' },
  referenced_resources: { ...sameForAll(''), loader: 'all siu' },
  // Keys of the service, without personal data.
  application_keys: sameForAll('all s'),
  knowledge_documents: { ...sameForAll(''), admin: 'all s', medic: 'all s', service: 'all s', loader: 'all s' },
  'bedrock_integration.knowledge_base': {
    ...sameForAll(''),
    admin: 'all siud',
    medic: 'all s',
    service: 'all siud',
    loader: 'all siud',
  },
};
