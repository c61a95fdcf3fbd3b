import { describe, expect, it } from 'vitest';
import { rowRules } from '../../test/support/row-rules.js';
import {
  canSeeClinicalData,
  isPermitted,
  type Permission,
  patientFieldsByRole,
  permissions,
  type Role,
  roles,
} from './permissions.js';

/** The initials of the SQL commands select, insert, update and delete on a table. */
type Reach = readonly [table: string, letters: string];

const history = 'medical_history_entries';
const setsHistory = (role: Role) => patientFieldsByRole[role]?.includes('medicalHistory') ?? true;

/** The database rights that a permission needs, and that row-level security must grant its roles. */
const needs: Record<Permission, (role: Role) => readonly Reach[]> = {
  'patients:list': () => [['patients', 's']],
  'patients:lookup': () => [['patients', 's']],
  'patients:read': (role) => [['patients', 's'], ...(canSeeClinicalData(role) ? ([[history, 's']] as const) : [])],
  'patients:create': (role) => [['patients', 'i'], ...(setsHistory(role) ? ([[history, 'i']] as const) : [])],
  'patients:change': (role) => [['patients', 'su'], ...(setsHistory(role) ? ([[history, 'siud']] as const) : [])],
  'patients:remove': () => [['patients', 'su']],
  'patients:invite': () => [
    ['patients', 's'],
    ['patient_invitations', 'siu'],
  ],
  // A security definer function links the account and checks the caller itself.
  'patients:link': () => [],
  'medics:read': (role) => [['medics', 's'], ...(role === 'patient' ? [] : ([['medic_contacts', 's']] as const))],
  'medics:write': () => [
    ['medics', 'siu'],
    ['medic_contacts', 'siu'],
  ],
  'exams:read': () => [['exams', 's']],
  'exams:write': () => [['exams', 'siu']],
  'exam-results:read': () => [['exam_results', 's']],
  'exam-results:write': () => [['exam_results', 'si']],
  'reservations:read': () => [['reservations', 's']],
  'reservations:book': () => [['reservations', 'si']],
  'reservations:change': () => [['reservations', 'su']],
  'reservation-reasons:read': () => [['reservation_reasons', 's']],
  'reservation-reasons:write': () => [['reservation_reasons', 'siud']],
  'files:read': () => [['files', 's']],
  // Completing an upload updates its row.
  'files:upload': () => [['files', 'siu']],
  'files:download': () => [
    ['files', 's'],
    ['file_texts', 's'],
  ],
  'files:classify': () => [['files', 'su']],
  'files:remove': () => [['files', 'su']],
  'assistant:use': () => [
    ['assistant_sessions', 'siu'],
    ['assistant_messages', 'si'],
  ],
  'knowledge:search': () => [
    ['bedrock_integration.knowledge_base', 's'],
    ['knowledge_documents', 's'],
  ],
  'knowledge:write': () => [['bedrock_integration.knowledge_base', 'siud']],
  'audit-events:read': () => [['audit_events', 's']],
  // A security definer function returns these and checks the caller itself.
  'access-log:read': () => [],
  'availability:read': () => [],
};

/** Rights that the service itself uses in the caller's name. */
const ofTheService: readonly Reach[] = [
  ['audit_events', 'i'],
  ['idempotency_keys', 'sid'],
  ['application_keys', 's'],
];

/** Rights that row-level security grants a role without any operation that needs them. */
const besides: readonly { role: Role; reach: Reach; reason: string }[] = [
  { role: 'admin', reach: ['row_history', 's'], reason: 'Earlier states of a record are looked up in the database.' },
];

const getLetters = (role: Role, table: string) => (rowRules[table]?.[role] ?? '').split(' ')[1] ?? '';

const needed = (role: Role): Set<string> => {
  const granted = (Object.keys(permissions) as Permission[]).filter((permission) => isPermitted(role, permission));
  const reaches = [...granted.flatMap((permission) => needs[permission](role)), ...ofTheService];
  return new Set(reaches.flatMap(([table, letters]) => [...letters].map((letter) => `${table} ${letter}`)));
};

const reached = (role: Role): Set<string> =>
  new Set(Object.keys(rowRules).flatMap((table) => [...getLetters(role, table)].map((letter) => `${table} ${letter}`)));

// row-level-security.test.ts proves the database's rules and role-table.test.ts the API's; this test compares the two.
describe.each(roles)('the permissions of %s', (role) => {
  it('are all granted by row-level security', () => {
    expect([...needed(role)].filter((one) => !reached(role).has(one))).toEqual([]);
  });

  it('cover all that row-level security grants, except the listed rights with their reasons', () => {
    const told = besides
      .filter((one) => one.role === role)
      .flatMap(({ reach: [table, letters] }) => [...letters].map((letter) => `${table} ${letter}`));
    expect([...reached(role)].filter((one) => !needed(role).has(one))).toEqual(told);
  });
});
