import type { Role } from '../../functions/http/permissions.js';

/** A part of a response that some roles can't see. */
interface HiddenField {
  /** `Component.property` of the OpenAPI document. A component alone is the whole resource. */
  readonly field: string;
  readonly hiddenFrom: readonly Role[];
  /** Text that the test stores in the field. It must not appear anywhere in a response to these roles. */
  readonly mark?: string;
}

interface HiddenBySql extends HiddenField {
  /** The table that contains nothing else, from which row-level security keeps these roles. */
  readonly table: string;
}

interface HiddenByApi extends HiddenField {
  /** Why the roles can read the field by SQL, so that only the API hides it. */
  readonly readableBecause: string;
}

export type FieldRule = HiddenBySql | HiddenByApi;

const allButAdmin = ['medic', 'staff', 'patient', 'service'] as const;
const reception = ['staff', 'service'] as const;

const isOpaqueId = 'Policies and unique indexes read the column, and the id says nothing about its owner.';
const isFilter = 'Policies, unique indexes and queries read the column to leave removed rows out.';
const isLookedUp =
  'A service looks up and books patients: queries and policies of this and the previous release read the rows as the caller.';

/** The API contract's table "Who may do what", field by field. Everything else is visible to everyone who has the operation. */
export const fieldRules: readonly FieldRule[] = [
  { field: 'Patient', hiddenFrom: ['service'], readableBecause: isLookedUp },
  { field: 'Patient.medicalHistory', hiddenFrom: reception, table: 'medical_history_entries', mark: 'mark-history' },
  { field: 'Patient.accountSubject', hiddenFrom: allButAdmin, readableBecause: isOpaqueId },
  { field: 'Patient.removedAt', hiddenFrom: allButAdmin, readableBecause: isFilter },
  { field: 'PatientSummary', hiddenFrom: ['service'], readableBecause: isLookedUp },
  {
    field: 'PatientSummary',
    hiddenFrom: ['patient'],
    readableBecause: 'The only row that they read is their own Patient.',
  },
  { field: 'PatientSummary.accountSubject', hiddenFrom: allButAdmin, readableBecause: isOpaqueId },
  { field: 'PatientSummary.removedAt', hiddenFrom: allButAdmin, readableBecause: isFilter },
  { field: 'PatientInvitation', hiddenFrom: ['medic', 'patient', 'service'], table: 'patient_invitations' },
  { field: 'NewPatientInvitation', hiddenFrom: ['medic', 'patient', 'service'], table: 'patient_invitations' },
  {
    field: 'LookedUpPatient',
    hiddenFrom: ['staff', 'patient'],
    readableBecause: 'It contains only fields of a Patient, of whom they read all or their own.',
  },
  { field: 'Medic.email', hiddenFrom: ['patient'], table: 'medic_contacts', mark: 'mark-medic@clinic.example' },
  { field: 'Medic.phone', hiddenFrom: ['patient'], table: 'medic_contacts', mark: '+12025550199' },
  { field: 'Medic.accountSubject', hiddenFrom: allButAdmin, readableBecause: isOpaqueId, mark: 'mark-account' },
  { field: 'Medic.removedAt', hiddenFrom: allButAdmin, readableBecause: isFilter },
  { field: 'Exam.removedAt', hiddenFrom: allButAdmin, readableBecause: isFilter },
  { field: 'ExamResult', hiddenFrom: reception, table: 'exam_results', mark: 'mark-result' },
  { field: 'Reservation.reason', hiddenFrom: reception, table: 'reservation_reasons', mark: 'mark-reason' },
  { field: 'File', hiddenFrom: ['service'], table: 'files' },
  { field: 'File.removedAt', hiddenFrom: allButAdmin, readableBecause: isFilter },
  { field: 'FileUpload', hiddenFrom: ['service'], table: 'files' },
  { field: 'FileUpload.removedAt', hiddenFrom: allButAdmin, readableBecause: isFilter },
  { field: 'FileDownload', hiddenFrom: reception, table: 'file_texts', mark: 'mark-file' },
  {
    field: 'KnowledgePassage',
    hiddenFrom: ['staff', 'patient'],
    table: 'bedrock_integration.knowledge_base',
    mark: 'mark-passage',
  },
  { field: 'KnowledgeDocument', hiddenFrom: ['staff', 'patient'], table: 'knowledge_documents', mark: 'mark-document' },
  { field: 'AssistantSession', hiddenFrom: ['staff', 'patient'], table: 'assistant_sessions', mark: 'mark-session' },
  { field: 'AssistantReply', hiddenFrom: ['staff', 'patient'], table: 'assistant_messages' },
  {
    field: 'AssistantKeptMessage',
    hiddenFrom: ['staff', 'patient'],
    table: 'assistant_messages',
    mark: 'mark-message',
  },
  { field: 'AuditEvent', hiddenFrom: allButAdmin, table: 'audit_events' },
  // Patients get their own access log from a routine; the table is hidden from them too.
  { field: 'RecordAccess', hiddenFrom: ['medic', 'staff', 'service'], table: 'audit_events' },
];

interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface DescribedApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId?: string; responses: Readonly<Record<string, Answer>> }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** Returns the schemas of an operation's successful responses. */
export function findResponseSchemas(document: DescribedApi, operationId?: string): Schema[] {
  return Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .filter((operation) => operationId === undefined || operation.operationId === operationId)
    .flatMap(({ responses }) => Object.entries(responses).filter(([status]) => status.startsWith('2')))
    .flatMap(([, { content = {} }]) => Object.values(content).map(({ schema }) => schema));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists the components and fields of a value, by its schema. A field that the schema lacks is listed too. */
export function listFields(document: DescribedApi, schema: Schema, value: unknown, path = ''): string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const fields = value === null ? [] : [name];
    return [...fields, ...listFields(document, document.components.schemas[name] ?? {}, value, name)];
  }
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const ofParts = parts.flatMap((part) => listFields(document, part, value, path));
  if (Array.isArray(value)) {
    return [...ofParts, ...value.flatMap((item) => listFields(document, schema.items ?? {}, item, path))];
  }
  if (!isObject(value)) return ofParts;
  const ofMembers = Object.entries(value).flatMap(([name, member]) => {
    const field = path === '' ? name : `${path}.${name}`;
    return [field, ...listFields(document, schema.properties?.[name] ?? {}, member, field)];
  });
  return [...ofParts, ...ofMembers];
}

/** Lists the fields of all responses that can be absent, which is how a field is hidden. */
export function listOptionalFields(document: DescribedApi): string[] {
  const found = new Set<string>();
  const seen = new Set<Schema>();
  const walk = (schema: Schema, path: string): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    const name = schema.$ref?.split('/').at(-1);
    if (name !== undefined) walk(document.components.schemas[name] ?? {}, name);
    for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) walk(part, path);
    if (schema.items) walk(schema.items, path);
    for (const [property, member] of Object.entries(schema.properties ?? {})) {
      if (!schema.required?.includes(property)) found.add(`${path}.${property}`);
      walk(member, `${path}.${property}`);
    }
  };
  for (const schema of findResponseSchemas(document)) walk(schema, '');
  return [...found];
}

/** Returns the fields and marks in a successful response that the role can't see. */
export function findLeaks(
  document: DescribedApi,
  schemas: readonly Schema[],
  role: Role,
  { body, text }: { readonly body: unknown; readonly text: string },
): string[] {
  const fields = new Set(schemas.flatMap((schema) => listFields(document, schema, body)));
  return fieldRules
    .filter(({ hiddenFrom }) => hiddenFrom.includes(role))
    .flatMap(({ field, mark }) => [
      ...(fields.has(field) ? [field] : []),
      ...(mark !== undefined && text.includes(mark) ? [`${field}: ${mark}`] : []),
    ]);
}
