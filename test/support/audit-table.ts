import type { Sql } from 'postgres';
import type { Role } from '../../functions/http/permissions.js';
import type { TestResponse } from './api.js';
import { type Records, sha256 } from './records.js';

/** One operation and its audit event. */
export interface AuditRow {
  readonly operationId: string;
  readonly action: string;
  readonly type: string;
  /** A role that is allowed. Defaults to admin. */
  readonly by?: Role;
  /** A role that is denied. Undefined if none is. */
  readonly refused?: Role;
  /** Patients have access to their own record only; another patient's looks as if it didn't exist. */
  readonly isOwn?: true;
  /** Success is not an event, because the response contains no patient data. */
  readonly isWithoutPatients?: true;
  readonly method: string;
  /** `*` stands for the id of the record. */
  readonly path: string;
  readonly id?: keyof Records;
  /** What follows the path. */
  readonly query?: (records: Records) => string;
  readonly body?: (records: Records) => object;
  /** The record in the event: the one in the path, the created one, the caller's own, or none. */
  readonly about: 'path' | 'made' | 'own' | 'none';
  /** Patients whose data the response contains, or who were requested without success. */
  readonly patients: (records: Records, answer: TestResponse) => string[];
  /** The operation needs records without an upcoming reservation. */
  readonly isWithoutReservation?: true;
  /** Changes the records of one request, so that the operation succeeds for the account. */
  readonly arrange?: (sql: Sql, records: Records, subject: string) => Promise<unknown>;
  /** Events of other operations that this one calls. */
  readonly calls?: readonly string[];
}

const thePatient = ({ patient }: Records) => [patient];
export const noPatients = () => [];
const listedPatients = (_records: Records, { body }: TestResponse): string[] => [
  ...new Set<string>(body.data.map((row: { id: string; patientId?: string }) => row.patientId ?? row.id)),
];
const ofPatient = ({ patient }: Records) => `?patientId=${patient}`;

/** Links only this medic to the account. */
const linkMedic: AuditRow['arrange'] = async (sql, { medic }, subject) => {
  await sql`update medics set account_subject = null where account_subject = ${subject}`;
  await sql`update medics set account_subject = ${subject} where id = ${medic}`;
};

/** Unlinks the patient's account, so that the patient can be invited and link it again. */
export const unlinkPatient: NonNullable<AuditRow['arrange']> = (sql, { patient }) =>
  sql`update patients set account_subject = null where id = ${patient}`;

const patients = { type: 'Patient', patients: thePatient } as const;
const medics = { type: 'Practitioner', patients: noPatients, isWithoutPatients: true } as const;
const exams = { type: 'ActivityDefinition', patients: noPatients, isWithoutPatients: true } as const;
const results = { type: 'Observation', patients: thePatient, refused: 'staff' } as const;
const reservations = { type: 'Appointment', patients: thePatient } as const;
const files = { type: 'DocumentReference', patients: thePatient, refused: 'service' } as const;
const knowledge = { type: 'DocumentReference', refused: 'staff' } as const;
const assistant = { type: 'Communication', patients: thePatient, refused: 'staff' } as const;

/** The record whose id replaces `*`, by the path before it. */
const recordsByPath: Record<string, keyof Records> = {
  '/v1/patients/': 'patient',
  '/v1/medics/': 'medic',
  '/v1/exams/': 'exam',
  '/v1/exam-results/': 'result',
  '/v1/reservations/': 'reservation',
  '/v1/files/': 'file',
  '/v1/agent/sessions/': 'session',
  '/v1/agent/knowledge/documents/': 'document',
};

const operation = (
  operationId: string,
  action: string,
  request: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /v1/${string}`,
  expected: Omit<AuditRow, 'operationId' | 'action' | 'method' | 'path' | 'id' | 'about'> &
    Partial<Pick<AuditRow, 'about'>>,
): AuditRow => {
  const [method = '', path = ''] = request.split(' ');
  const id = recordsByPath[path.split('*')[0] ?? ''];
  return { operationId, action, method, path, ...(id && { id }), about: id ? 'path' : 'none', ...expected };
};

/** The audit trail that the API contract requires: "every refusal and every access to patient data". */
export const auditTable: readonly AuditRow[] = [
  operation('listPatients', 'patients.list', 'GET /v1/patients', {
    ...patients,
    refused: 'patient',
    query: () => '?limit=3',
    patients: listedPatients,
  }),
  operation('getPatient', 'patients.read', 'GET /v1/patients/*', { ...patients, refused: 'service', isOwn: true }),
  operation('getOwnPatient', 'patients.read', 'GET /v1/patients/me', {
    ...patients,
    by: 'patient',
    refused: 'service',
    about: 'own',
  }),
  operation('changeOwnPatient', 'patients.change', 'PATCH /v1/patients/me', {
    ...patients,
    by: 'patient',
    refused: 'service',
    about: 'own',
    body: () => ({ address: { city: 'Bogotá' } }),
  }),
  operation('createPatient', 'patients.create', 'POST /v1/patients', {
    ...patients,
    refused: 'patient',
    body: () => ({ givenName: 'A', familyName: 'B', birthDate: '1990-01-01', gender: 'other' }),
    about: 'made',
    patients: (_records, { body }) => [body.id],
  }),
  operation('changePatient', 'patients.change', 'PATCH /v1/patients/*', {
    ...patients,
    refused: 'service',
    isOwn: true,
    body: () => ({ address: { city: 'Bogotá' } }),
  }),
  operation('removePatient', 'patients.remove', 'DELETE /v1/patients/*', {
    ...patients,
    refused: 'staff',
    isWithoutReservation: true,
  }),
  operation('invitePatient', 'patients.invite', 'POST /v1/patients/*/invitations', {
    ...patients,
    refused: 'medic',
    arrange: unlinkPatient,
  }),
  operation('listInvitations', 'patients.invitations', 'GET /v1/patients/*/invitations', {
    ...patients,
    refused: 'medic',
  }),
  operation('getInvitation', 'patients.invitations', 'GET /v1/patients/*/invitations', {
    ...patients,
    refused: 'medic',
    query: ({ invitation }) => `/${invitation}`,
  }),
  operation('withdrawInvitation', 'patients.withdraw-invitation', 'DELETE /v1/patients/*/invitations', {
    ...patients,
    refused: 'medic',
    query: ({ invitation }) => `/${invitation}`,
  }),
  operation('linkOwnPatient', 'patients.link', 'POST /v1/patients/me/link', {
    ...patients,
    by: 'patient',
    refused: 'staff',
    arrange: unlinkPatient,
    about: 'own',
    body: ({ code }) => ({ code, birthDate: '1990-01-01' }),
  }),
  operation('listAuditEvents', 'audit-events.list', 'GET /v1/audit-events', {
    type: 'AuditEvent',
    refused: 'medic',
    query: ofPatient,
    patients: thePatient,
  }),
  operation('listRecordAccesses', 'patients.access-log', 'GET /v1/patients/*/access-log', {
    type: 'AuditEvent',
    refused: 'medic',
    isOwn: true,
    patients: thePatient,
  }),
  operation('lookUpPatients', 'patients.lookup', 'POST /v1/patient-lookup', {
    ...patients,
    by: 'service',
    refused: 'staff',
    body: () => ({ name: 'Pat Ient' }),
    patients: (_records, { body }) => body.data.map((match: { patient: { id: string } }) => match.patient.id),
  }),
  operation('searchKnowledge', 'knowledge.search', 'POST /v1/agent/knowledge/search', {
    ...knowledge,
    body: ({ patient: patientId }) => ({ query: 'fever', patientId }),
    patients: thePatient,
  }),
  operation('addKnowledgeDocument', 'knowledge.add', 'POST /v1/agent/knowledge/documents', {
    ...knowledge,
    body: ({ patient: patientId }) => ({ title: 'Fasting', text: 'Eat nothing.', patientId }),
    about: 'made',
    patients: thePatient,
  }),
  operation('listKnowledgeDocuments', 'knowledge.list', 'GET /v1/agent/knowledge/documents', {
    ...knowledge,
    patients: (_records, { body }) => [
      ...new Set<string>(body.data.flatMap(({ patientId }: { patientId: string | null }) => patientId ?? [])),
    ],
  }),
  operation('getKnowledgeDocument', 'knowledge.read', 'GET /v1/agent/knowledge/documents/*', {
    ...knowledge,
    patients: thePatient,
  }),
  operation('removeKnowledgeDocument', 'knowledge.remove', 'DELETE /v1/agent/knowledge/documents/*', {
    ...knowledge,
    patients: thePatient,
  }),
  operation('openAssistantSession', 'assistant.open', 'POST /v1/agent/sessions', {
    ...assistant,
    body: ({ patient: patientId }) => ({ patientId }),
    about: 'made',
  }),
  operation('listAssistantSessions', 'assistant.list', 'GET /v1/agent/sessions', {
    ...assistant,
    query: () => '?limit=1',
    patients: listedPatients,
  }),
  operation('getAssistantSession', 'assistant.read', 'GET /v1/agent/sessions/*', assistant),
  operation('closeAssistantSession', 'assistant.close', 'DELETE /v1/agent/sessions/*', assistant),
  operation('listAssistantMessages', 'assistant.read', 'GET /v1/agent/sessions/*/messages', assistant),
  operation('askAssistant', 'assistant.ask', 'POST /v1/agent/sessions/*/messages', {
    ...assistant,
    body: () => ({ content: 'Good morning' }),
    calls: ['knowledge.search', 'patients.read', 'exam-results.list', 'reservations.list'],
  }),
  operation('listMedics', 'medics.list', 'GET /v1/medics', medics),
  operation('getOwnMedic', 'medics.read', 'GET /v1/medics/me', { ...medics, by: 'medic', arrange: linkMedic }),
  operation('listSpecialties', 'medics.specialties', 'GET /v1/medics/specialties', medics),
  operation('getMedic', 'medics.read', 'GET /v1/medics/*', medics),
  operation('createMedic', 'medics.create', 'POST /v1/medics', {
    ...medics,
    refused: 'medic',
    body: (records) => ({ givenName: 'A', familyName: 'B', licenseNumber: records.exam }),
    about: 'made',
  }),
  operation('changeMedic', 'medics.change', 'PATCH /v1/medics/*', {
    ...medics,
    refused: 'medic',
    body: () => ({ department: 'North' }),
  }),
  operation('removeMedic', 'medics.remove', 'DELETE /v1/medics/*', {
    ...medics,
    refused: 'medic',
    isWithoutReservation: true,
  }),
  operation('listExams', 'exams.list', 'GET /v1/exams', exams),
  operation('getExam', 'exams.read', 'GET /v1/exams/*', exams),
  operation('createExam', 'exams.create', 'POST /v1/exams', {
    ...exams,
    refused: 'medic',
    body: (records) => ({ name: records.medic, type: 'imaging', durationMinutes: 30 }),
    about: 'made',
  }),
  operation('changeExam', 'exams.change', 'PATCH /v1/exams/*', {
    ...exams,
    refused: 'medic',
    body: () => ({ durationMinutes: 45 }),
  }),
  operation('removeExam', 'exams.remove', 'DELETE /v1/exams/*', {
    ...exams,
    refused: 'medic',
    isWithoutReservation: true,
  }),
  operation('listExamResults', 'exam-results.list', 'GET /v1/exam-results', { ...results, query: ofPatient }),
  operation('getExamResult', 'exam-results.read', 'GET /v1/exam-results/*', { ...results, isOwn: true }),
  operation('createExamResult', 'exam-results.create', 'POST /v1/exam-results', {
    ...results,
    by: 'medic',
    body: ({ patient: patientId }) => ({ patientId, code: { display: 'X' }, effectiveAt: '2026-03-01T00:00:00Z' }),
    about: 'made',
  }),
  operation('listReservations', 'reservations.list', 'GET /v1/reservations', { ...reservations, query: ofPatient }),
  operation('getReservation', 'reservations.read', 'GET /v1/reservations/*', { ...reservations, isOwn: true }),
  operation('bookReservation', 'reservations.book', 'POST /v1/reservations', {
    ...reservations,
    body: (records) => ({
      patientId: records.patient,
      medicId: records.medic,
      examId: records.exam,
      startsAt: '2026-03-04T15:00:00Z',
    }),
    about: 'made',
  }),
  operation('changeReservation', 'reservations.change', 'PATCH /v1/reservations/*', {
    ...reservations,
    refused: 'service',
    isOwn: true,
    body: () => ({ status: 'cancelled' }),
  }),
  operation('listFiles', 'files.list', 'GET /v1/files', { ...files, query: ofPatient }),
  operation('getFile', 'files.read', 'GET /v1/files/*', { ...files, isOwn: true }),
  operation('uploadFile', 'files.upload', 'POST /v1/files/upload', {
    ...files,
    body: ({ patient: patientId }) => ({
      patientId,
      fileName: 'x.txt',
      contentType: 'text/plain',
      sizeBytes: 1,
      sha256,
    }),
    about: 'made',
  }),
  operation('completeFileUpload', 'files.complete', 'POST /v1/files/*/complete', { ...files, isOwn: true }),
  operation('downloadFile', 'files.download', 'GET /v1/files/*/download', { ...files, isOwn: true }),
  operation('classifyFile', 'files.classify', 'PUT /v1/files/*/classification', {
    ...files,
    refused: 'staff',
    body: () => ({ category: 'imaging', confidence: 1, source: 'review' }),
  }),
  operation('removeFile', 'files.remove', 'DELETE /v1/files/*', { ...files, refused: 'staff' }),
  operation('findAvailability', 'availability.read', 'POST /v1/reservations/availability', {
    type: 'Slot',
    isWithoutPatients: true,
    body: (records) => ({ examId: records.exam, from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' }),
    patients: noPatients,
  }),
];
