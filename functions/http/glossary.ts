interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  description?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
  description?: string;
}

export interface DescribedDocument {
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>;
}

/**
 * Descriptions of fields and parameters, by name, because a name means the same in the whole API. A field of another
 * meaning is listed with the component or field that contains it, or has its own description in its schema.
 */
export const glossary: Readonly<Record<string, string>> = {
  active: 'False for a record that is kept but no longer used, for example for new reservations.',
  actor: 'The caller. The subject and role are null for an unauthenticated caller.',
  address: 'The postal address.',
  allergies: 'Allergies and intolerances.',
  cancellationReason: 'Why the reservation was cancelled. Only for cancelled reservations.',
  category: 'What the file contains.',
  citations: 'The passages that the answer refers to by number.',
  classification: 'How the category was determined. Null until the file is classified.',
  code: 'The code in the code system.',
  conditions: 'Problems and diagnoses.',
  confidence: 'How certain the classification is, from 0 to 1.',
  content: 'The text of the message.',
  contentType: 'The media type of the content.',
  country: 'ISO 3166-1 alpha-2, or XK for Kosovo.',
  createdAt: 'When the record was created.',
  criticality: 'How dangerous a reaction can be.',
  data: 'The entries of this page or search.',
  database: 'Whether the API can query its database.',
  department: 'The department of the clinic that the medic belongs to.',
  description: 'A description for patients and staff.',
  display: 'The meaning in words.',
  documentId: 'The knowledge document that contains the passage.',
  dosage: 'How to take it, in words.',
  durationMilliseconds: 'The time that the answer took.',
  durationMinutes: 'The length of a reservation, unless the booking says otherwise.',
  email: 'The email address. Family members can share one.',
  embedder: 'The embedding model that indexed the text. Null if unknown.',
  endsAt: 'The end of the reservation or slot (exclusive).',
  errors: 'The parts of the request that are invalid, if the problem concerns parts.',
  examId: 'The exam.',
  examName: 'The name of the exam.',
  expiresAt: 'When the URL stops working.',
  fileName: 'The name of the file, without a folder.',
  id: 'The id of the resource.',
  identifiers: 'All identifiers besides the national id.',
  inputTokens: 'Tokens that the model read.',
  interpretation: 'An HL7 ObservationInterpretation code, for example H, L or N.',
  licenseNumber: 'The number of the license to practice. No two medics share one.',
  limit: 'The maximum number of entries.',
  line: 'Street, house number and apartment.',
  medicId: 'The medic.',
  medicName: 'The full name of the medic.',
  medicalHistory: 'Conditions, procedures, medications and allergies.',
  medications: 'Current, past and planned medications.',
  message: 'The answer.',
  name: 'The name. No two exams share one.',
  nationalId: 'The number in a national register. No two patients share one.',
  note: 'Free-text remarks.',
  notes: 'Administrative remarks. Everyone who can see the reservation can read them.',
  number: 'The number as it is written.',
  occurredAt: 'When the request was made.',
  otherNames: 'Former names, nicknames and other names. Search finds them too.',
  outcome: 'Whether the request succeeded, was refused or failed.',
  outputTokens: 'Tokens that the model wrote.',
  page: 'Where the page is in the list.',
  passage: 'The text of the passage.',
  passageCount: 'The number of passages that the document was split into.',
  patient: 'Details that distinguish the patient from others.',
  patientId: 'The patient.',
  patientName: 'The full name of the patient.',
  phone: 'The phone number in E.164 format, such as +12025550123.',
  preparationInstructions: 'What the patient must do before the exam.',
  procedures: 'Procedures, performed or planned.',
  proposal: 'The booking that waits for a confirmation.',
  reaction: 'Signs and symptoms that the allergy caused.',
  referenceRange: 'The range of normal values.',
  requestId: 'The `X-Request-Id` of the request, which finds it in the logs.',
  reservationId: 'The reservation.',
  resourceId: 'The id of the resource, if the request was about one.',
  role: 'The role of the account or author.',
  severity: 'How severe the reaction was.',
  sha256: 'The SHA-256 checksum of the content, in hexadecimal.',
  sizeBytes: 'The size of the content, in bytes.',
  sort: 'The order of the entries. A minus reverses it.',
  source: 'Where it comes from.',
  specialty: "The medic's medical specialty.",
  startsAt: 'The start of the reservation or slot.',
  state: 'State, province or region.',
  status: 'The status.',
  system: 'The URI of the code system, for example http://snomed.info/sct.',
  title: 'A short title.',
  toolCalls: 'What the assistant did to answer, and what it proposes.',
  total: 'The number of entries on all pages. Only with `count=exact`.',
  type: 'The type, for example MR (HL7 v2-0203).',
  unit: 'The unit of measurement, for example mg/dL.',
  updatedAt: 'When the record last changed.',
  upload: 'The request that stores the content. Send it before `expiresAt`.',
  url: 'The URL of the content. Anyone who has it can use it until it expires.',
  usage: 'How the answer was made. Null for a message of the user.',
  use: 'What it is used for.',
  value: 'The value.',
  verificationStatus: 'How certain the entry is.',
  'Exam.type': 'For example laboratory, imaging or consultation.',
  'Address.line': 'Street, house number and apartment, in the order of a postal address.',
  'AssistantToolCall.name': 'The tool.',
  'Availability.data': 'The slots, in the order of their start.',
  'AvailabilityInput.from': 'The start of the search. Slots in the past are left out.',
  'AvailabilityInput.to': 'The end of the search, at most 31 days after its start.',
  'FileUpload.upload.method': 'The HTTP method.',
  'FileUploadInput.patientId': 'The patient that the file is about.',
  'Health.status': 'Whether the API can serve requests.',
  'Identifier.value': 'The identifier itself.',
  'KnowledgeDocument.patientId': "The document's patient. Null for a general document.",
  'KnowledgePassage.patientId': "The document's patient. Null for a general document.",
  'Medic.email': 'The email address. Not visible to patients.',
  'MedicInput.email': 'The email address. Not visible to patients.',
  'MedicPatch.email': 'The email address. Not visible to patients.',
  'OpenApiDocument.openapi': 'The version of the OpenAPI specification.',
  'OtherName.use': 'The kind of name.',
  'Problem.detail': 'What is wrong with this request.',
  'Problem.errors.detail': 'The rule that the part breaks.',
  'Problem.status': 'The status code of the response.',
  'Problem.title': 'The kind of problem in words.',
  'ProblemKind.title': 'The kind of problem in words.',
  'Quantity.value': 'The number.',
  'WorkingPeriod.from': 'The start, in the time zone of the clinic.',
  'WorkingPeriod.to': 'The end, in the time zone of the clinic. `24:00` is the end of the day.',
  'query.category': 'Files of this category.',
  'query.code': 'Results with this code.',
  'query.active': 'Records that are, or are not, in use.',
  'query.department': 'Medics of this department, in the same spelling.',
  'query.specialty': 'Medics with this specialty, in the same spelling.',
  'query.status': 'Records with this status.',
  'query.type': 'Exams of this type, in the same spelling.',
  'query.patientId': 'Records of this patient.',
  'query.medicId': 'Reservations with this medic.',
  'query.examId': 'Reservations of this exam.',
  'ExamResult.referenceRange.low': 'The lowest normal value.',
  'ExamResult.referenceRange.high': 'The highest normal value.',
  'ExamResult.referenceRange.text': 'The range in words.',
  'ExamResultInput.referenceRange.low': 'The lowest normal value.',
  'ExamResultInput.referenceRange.high': 'The highest normal value.',
  'ExamResultInput.referenceRange.text': 'The range in words.',
};

/** Fields whose names say everything. */
export const selfEvidentFields: ReadonlySet<string> = new Set([
  'givenName',
  'familyName',
  'fullName',
  'city',
  'postalCode',
]);

/** Returns the description of a field: that of its whole path, or that of its name. */
const findDescription = (path: readonly string[]): string | undefined =>
  glossary[path.join('.')] ?? glossary[path.at(-1) ?? ''];

function describeFields(schema: Schema, path: readonly string[]): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const inner = [...path, name];
    const description = property.description ?? findDescription(inner);
    if (description !== undefined) property.description = description;
    describeFields(property, inner);
  }
  for (const part of [...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])]) describeFields(part, path);
}

/** Adds the descriptions of the glossary to the fields and parameters of a document that have none of their own. */
export function addDescriptions({ components, paths }: DescribedDocument): void {
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) describeFields(schema, [name]);
  for (const { parameters = [] } of Object.values(paths ?? {}).flatMap((path) => Object.values(path))) {
    for (const parameter of parameters) {
      const description =
        parameter.description ?? parameter.schema?.description ?? findDescription([parameter.in, parameter.name]);
      if (description !== undefined) parameter.description = description;
    }
  }
}
