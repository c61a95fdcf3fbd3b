import { buildProblemDocument, Problem, type ProblemKind, type ProblemOptions, problemKinds } from './problem.js';

/**
 * Values that the examples of the OpenAPI document share. Each occurs nowhere else, because the local server replaces them
 * with values of the sample data.
 */
export const exampleValues = {
  patientId: '6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10',
  patientGivenName: 'Ana Lucía',
  patientFamilyName: 'Gómez Herrera',
  patientFullName: 'Ana Lucía Gómez Herrera',
  patientBirthDate: '1984-05-17',
  patientGender: 'female',
  /** A patient without upcoming reservations. */
  formerPatientId: '0d0c6a35-93f7-4f0e-a8b3-5e2f1d7c9b64',
  /** A patient without an account, who can be invited. */
  unlinkedPatientId: 'a2e5c7d9-14b8-4f63-8d0a-5c9b3e7f1264',
  invitationId: '1b7d4f90-6ca3-4e28-9f51-d8a2c6e0b375',
  /** The code of an open invitation, and the birth date of the invited patient. */
  invitationCode: '7KQM-X4RT-9WDH-CE3V',
  invitedBirthDate: '1979-08-26',
  nationalIdNumber: '412-77-9035',
  medicId: 'b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03',
  medicFullName: 'Tomás Ibarra',
  medicSpecialty: 'Cardiology',
  medicDepartment: 'Heart and Circulation',
  /** A medic without upcoming reservations. */
  idleMedicId: '5c9e2b71-4f83-4d0a-b6c8-a17d3e9f2045',
  licenseNumber: 'MA-204417',
  examId: 'e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514',
  examName: 'Complete blood count',
  newExamName: 'Fasting lipid panel',
  /** An exam without upcoming reservations. */
  idleExamId: '92f5d3b8-1c47-4e69-a0d2-7b8e4c6f1a35',
  /** The medic of the reservation. */
  bookedMedicId: 'f0a6d2c8-7e13-4b59-84c7-3d9b5e1f6a20',
  /** The exam of the reservation. */
  bookedExamId: '28c5e9b1-d06f-4a37-9e82-6b4f1d7a3c05',
  reservationId: '3a8b6e0c-d915-4b27-8c4f-f60e1a9d7253',
  resultCode: '718-7',
  examResultId: 'c4e1f7a2-68d3-4950-b7e8-0a9d5c3b6f12',
  fileId: '81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57',
  /** An upload whose bytes are stored, but which is not completed. */
  pendingFileId: '1f6c8d2e-a4b9-4730-85e1-9d7b3a5c0f48',
  documentId: 'd92a7e4f-3b1c-4685-b0f7-6e8c5a1d9324',
  sessionId: '7b0e5d9c-f182-4a63-9c7d-4f2a8e6b1d05',
  slotStart: '2026-03-03T15:00:00.000Z',
  slotEnd: '2026-03-03T15:30:00.000Z',
  /** The start of a search for something to come. */
  soon: '2026-03-02T00:00:00.000Z',
  /** The end of a search for available slots, which is at most 31 days after its start. */
  searchEnd: '2026-03-30T00:00:00.000Z',
  /** The end of a search for something to come. */
  later: '2026-07-01T00:00:00.000Z',
  /** The start of a search for something that has happened. */
  lastYear: '2025-03-02T00:00:00.000Z',
  /** The time of something that has happened. */
  earlier: '2026-03-01T14:12:00.000Z',
  /** The account that read the patient's record. */
  actor: '8d1f0c6e-3b7a-4e29-95d4-a6c2f7b80e13',
} as const;

/** The example of one operation. A test fails for an operation without one, and for an example that doesn't work. */
export interface OperationExample {
  /** True if the example works only for an account that is not linked to a record. */
  readonly needsUnlinkedAccount?: true;
  /** Values of the path and query parameters, except those that every list has. */
  readonly parameters?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** A request body that every role that may call the operation can send. */
  readonly body?: object;
  /** Further request bodies, by what they do. */
  readonly bodies?: Readonly<Record<string, object>>;
  /** The body of the successful response, if it has one. */
  readonly response?: object;
  /** The bodies of further responses that are no problem documents, by status. */
  readonly responses?: Readonly<Record<string, object>>;
}

export type Examples = Readonly<Record<string, OperationExample>>;

/** The parameters of every list and every conditional or repeated request. */
const commonParameters: Readonly<Record<string, string | number>> = {
  limit: 25,
  cursor: 'eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c',
  count: 'exact',
  updatedSince: '2026-02-20T16:05:52.904Z',
  'If-Match': '"3"',
  'If-None-Match': '"3"',
  'Idempotency-Key': '2f9c1d7e-booking-0417',
};

const commonFields = {
  createdAt: '2026-01-12T09:41:07.318Z',
  updatedAt: '2026-02-20T16:05:52.904Z',
  version: 3,
};

/** The fields that all resources share, in an example. */
export const exampleResource = <Id extends string>(id: Id) => ({ id, ...commonFields });

/** Returns a page of a list with one entry, as an example. */
export const examplePage = <Item extends object>(...data: Item[]) => ({
  data,
  page: { limit: 25, nextCursor: null, total: data.length },
});

const requestId = '9d2f6b1c-40e7-4a58-8c3d-b5e71f0a6294';

/** What an example of a problem says beyond its kind. */
const problemDetails: Partial<Record<ProblemKind, ProblemOptions>> = {
  'malformed-request': { detail: 'The body is not valid JSON.' },
  forbidden: { errors: [{ pointer: '/accountSubject', detail: "the staff role can't set this field" }] },
  conflict: {
    detail: 'Another patient already uses this national id.',
    errors: [{ pointer: '/nationalId', detail: 'is already in use' }],
  },
  'validation-failed': { errors: [{ pointer: '/email', detail: 'must be an email address' }] },
};

/** Builds an example of a problem document. */
export function buildProblemExample(kind: ProblemKind) {
  const request = { path: `/v1/patients/${exampleValues.patientId}`, requestId };
  return {
    summary: problemKinds[kind].title,
    value: buildProblemDocument(new Problem(kind, problemDetails[kind]), request),
  };
}

interface Content {
  example?: unknown;
  examples?: unknown;
}

interface Parameter {
  readonly name: string;
  readonly schema?: { readonly type?: unknown; readonly default?: unknown; readonly enum?: readonly unknown[] };
  example?: unknown;
}

interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}

const findParameterExample = ({ name, schema }: Parameter, { parameters = {} }: OperationExample): unknown =>
  parameters[name] ?? commonParameters[name] ?? schema?.default ?? (name === 'sort' ? schema?.enum?.[0] : undefined);

/** Adds the examples of an operation to its description. */
export function addExamples(operation: Operation, example: OperationExample): void {
  for (const parameter of operation.parameters ?? []) {
    const value = findParameterExample(parameter, example);
    if (value !== undefined) parameter.example = parameter.schema?.type === 'array' ? [value].flat() : value;
  }
  const { body, bodies = {}, response } = example;
  const others = Object.entries(bodies).map(([summary, value]) => [toKey(summary), { summary, value }]);
  for (const content of Object.values(operation.requestBody?.content ?? {})) {
    if (body === undefined) continue;
    if (others.length === 0) content.example = body;
    else content.examples = { usual: { summary: 'Usual', value: body }, ...Object.fromEntries(others) };
  }
  for (const [status, { content = {} }] of Object.entries(operation.responses ?? {})) {
    const value = status.startsWith('2') ? response : example.responses?.[status];
    const json = content['application/json'];
    if (json && value !== undefined) json.example = value;
  }
}

const toKey = (summary: string): string => summary.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
