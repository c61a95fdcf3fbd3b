import type { CallerRole } from '../../db/schema/policies.js';

export const rowRuleRoles = ['admin', 'medic', 'staff', 'patient', 'service', 'loader'] as const satisfies CallerRole[];

/** Letters of select, insert, update, delete; `own` rows only, or `all`. */
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
 * The contract's table "Who may do what" as the database has to hold it, written out by hand. `loader` is the import of
 * records; an update of a file completes its upload.
 */
export const rowRules: Record<string, RowRules> = {
  patients: { ...sameForAll('all siu'), patient: 'own su', service: 'all s', nobody: '' },
  // Names without their rows' protection: functions of the owner read them, nobody else.
  patient_name_words: sameForAll(''),
  name_words: sameForAll(''),
  medical_history_entries: { ...sameForAll('all siud'), staff: '', patient: 'own s', service: '', nobody: '' },
  medics: { ...sameForAll('all s'), admin: 'all siu', loader: 'all siu', nobody: '' },
  exams: { ...sameForAll('all s'), admin: 'all siu', loader: 'all siu', nobody: '' },
  exam_results: { ...sameForAll(''), admin: 'all s', medic: 'all si', patient: 'own s', loader: 'all si' },
  reservations: { ...sameForAll('all siu'), patient: 'own siu', service: 'all si', nobody: '' },
  files: { ...sameForAll('all siu'), patient: 'own siu', service: '', nobody: '' },
  // Reception lists files and downloads none.
  file_texts: { ...sameForAll(''), admin: 'all s', medic: 'all s', patient: 'own s', loader: 'all siu' },
  assistant_sessions: { ...sameForAll(''), admin: 'own siu', medic: 'own siu', service: 'own siu' },
  assistant_messages: { ...sameForAll(''), admin: 'own si', medic: 'own si', service: 'own si' },
  // The refusal of a caller whom nobody knows is an event as well.
  audit_events: { ...sameForAll('all i'), admin: 'all si' },
  row_history: { ...sameForAll(''), admin: 'all s' },
  idempotency_keys: { ...sameForAll('own sid'), nobody: '' },
  loaded_resources: { ...sameForAll(''), loader: 'all siu' },
  // Keys of the service itself: they tell nothing about anybody.
  application_keys: sameForAll('all s'),
  'bedrock_integration.knowledge_base': {
    ...sameForAll(''),
    admin: 'all siud',
    medic: 'all s',
    service: 'all siud',
    loader: 'all siud',
  },
};
