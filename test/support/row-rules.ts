import type { CallerRole } from '../../db/schema/policies.js';

export const callers = ['admin', 'medic', 'staff', 'patient', 'service', 'loader'] as const satisfies CallerRole[];

/** Letters of select, insert, update, delete; `own` rows only, or `all`. */
export type Rule = '' | `${'own' | 'all'} ${string}`;
export type Rules = Record<(typeof callers)[number] | 'nobody', Rule>;

const everyone = (rule: Rule): Rules => ({
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
export const rules: Record<string, Rules> = {
  patients: { ...everyone('all siu'), patient: 'own su', service: 'all s', nobody: '' },
  // Names without their rows' protection: functions of the owner read them, nobody else.
  patient_name_words: everyone(''),
  name_words: everyone(''),
  medical_history_entries: { ...everyone('all siud'), staff: '', patient: 'own s', service: '', nobody: '' },
  medics: { ...everyone('all s'), admin: 'all siu', loader: 'all siu', nobody: '' },
  exams: { ...everyone('all s'), admin: 'all siu', loader: 'all siu', nobody: '' },
  exam_results: { ...everyone(''), admin: 'all s', medic: 'all si', patient: 'own s', loader: 'all si' },
  reservations: { ...everyone('all siu'), patient: 'own siu', service: 'all si', nobody: '' },
  files: { ...everyone('all siu'), patient: 'own siu', service: '', nobody: '' },
  // Reception lists files and downloads none.
  file_texts: { ...everyone(''), admin: 'all s', medic: 'all s', patient: 'own s', loader: 'all siu' },
  assistant_sessions: { ...everyone(''), admin: 'own siu', medic: 'own siu', service: 'own siu' },
  assistant_messages: { ...everyone(''), admin: 'own si', medic: 'own si', service: 'own si' },
  // The refusal of a caller whom nobody knows is an event as well.
  audit_events: { ...everyone('all i'), admin: 'all si' },
  row_history: { ...everyone(''), admin: 'all s' },
  idempotency_keys: { ...everyone('own sid'), nobody: '' },
  loaded_resources: { ...everyone(''), loader: 'all siu' },
  // Keys of the service itself: they tell nothing about anybody.
  application_keys: everyone('all s'),
  'bedrock_integration.knowledge_base': {
    ...everyone(''),
    admin: 'all siud',
    medic: 'all s',
    service: 'all siud',
    loader: 'all siud',
  },
};
