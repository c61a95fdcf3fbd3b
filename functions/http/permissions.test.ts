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

/** Letters of select, insert, update, delete on a table. */
type Reach = readonly [table: string, letters: string];

const history = 'medical_history_entries';
const setsHistory = (role: Role) => patientFieldsByRole[role]?.includes('medicalHistory') ?? true;

/** What a permission needs of the database, and so what row-level security must let its roles do. */
const needs: Record<Permission, (role: Role) => readonly Reach[]> = {
  'patients:list': () => [['patients', 's']],
  'patients:lookup': () => [['patients', 's']],
  'patients:read': (role) => [['patients', 's'], ...(canSeeClinicalData(role) ? ([[history, 's']] as const) : [])],
  'patients:create': (role) => [['patients', 'i'], ...(setsHistory(role) ? ([[history, 'i']] as const) : [])],
  'patients:change': (role) => [['patients', 'su'], ...(setsHistory(role) ? ([[history, 'siud']] as const) : [])],
  'patients:remove': () => [['patients', 'su']],
  'medics:read': () => [['medics', 's']],
  'medics:write': () => [['medics', 'siu']],
  'exams:read': () => [['exams', 's']],
  'exams:write': () => [['exams', 'siu']],
  'exam-results:read': () => [['exam_results', 's']],
  'exam-results:write': () => [['exam_results', 'si']],
  'reservations:read': () => [['reservations', 's']],
  'reservations:book': () => [['reservations', 'si']],
  'reservations:change': () => [['reservations', 'su']],
  'files:read': () => [['files', 's']],
  // To complete an upload is to change its row.
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
  'knowledge:search': () => [['bedrock_integration.knowledge_base', 's']],
  'knowledge:write': () => [['bedrock_integration.knowledge_base', 'siud']],
  'audit-events:read': () => [['audit_events', 's']],
  // A function with its owner's rights gives these, and judges the caller itself.
  'access-log:read': () => [],
  'availability:read': () => [],
};

/** What the service itself does in a caller's name, whatever that may do. */
const ofTheService: readonly Reach[] = [
  ['audit_events', 'i'],
  ['idempotency_keys', 'sid'],
  ['application_keys', 's'],
];

/** What row-level security lets a role do, though no operation of the API needs it. */
const besides: readonly { role: Role; reach: Reach; reason: string }[] = [
  { role: 'admin', reach: ['row_history', 's'], reason: 'What a record was before is looked up in the database.' },
];

const getLetters = (role: Role, table: string) => (rowRules[table]?.[role] ?? '').split(' ')[1] ?? '';

const needed = (role: Role): Set<string> => {
  const granted = (Object.keys(permissions) as Permission[]).filter((permission) => isPermitted(role, permission));
  const reaches = [...granted.flatMap((permission) => needs[permission](role)), ...ofTheService];
  return new Set(reaches.flatMap(([table, letters]) => [...letters].map((letter) => `${table} ${letter}`)));
};

const reached = (role: Role): Set<string> =>
  new Set(Object.keys(rowRules).flatMap((table) => [...getLetters(role, table)].map((letter) => `${table} ${letter}`)));

// That the database keeps these rules is for row-level-security.test.ts to prove, that the API keeps its own for
// role-table.test.ts; here, that the two say the same.
describe.each(roles)('the permissions of %s', (role) => {
  it('are all within what row-level security lets it do', () => {
    expect([...needed(role)].filter((one) => !reached(role).has(one))).toEqual([]);
  });

  it('are all that row-level security lets it do, but for what is told with its reason', () => {
    const told = besides
      .filter((one) => one.role === role)
      .flatMap(({ reach: [table, letters] }) => [...letters].map((letter) => `${table} ${letter}`));
    expect([...reached(role)].filter((one) => !needed(role).has(one))).toEqual(told);
  });
});
