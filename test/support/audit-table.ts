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
  readonly query?: (records: Records) => string;
  readonly body?: (records: Records) => object;
  /** The record in the event: the one in the path, the created one, the caller's own, or none. */
  readonly about: 'path' | 'made' | 'own' | 'none';
  /** Patients whose data the response contains, or who were requested without success. */
  readonly patients: (records: Records, answer: TestResponse) => string[];
  /** The operation needs records without an upcoming reservation. */
  readonly isWithoutReservation?: true;
  /** Events of other operations that this one calls. */
  readonly calls?: readonly string[];
}

const thePatient = ({ patient }: Records) => [patient];
export const noPatients = () => [];
const listedPatients = (_records: Records, { body }: TestResponse): string[] => [
  ...new Set<string>(body.data.map((row: { id: string; patientId?: string }) => row.patientId ?? row.id)),
];
const ofPatient = ({ patient }: Records) => `?patientId=${patient}`;

const person = { givenName: 'A', familyName: 'B', birthDate: '1990-01-01', gender: 'other' };
const patients = { type: 'Patient', patients: thePatient } as const;
const medics = { type: 'Practitioner', patients: noPatients, isWithoutPatients: true } as const;
const exams = { type: 'ActivityDefinition', patients: noPatients, isWithoutPatients: true } as const;
const results = { type: 'Observation', patients: thePatient, refused: 'staff' } as const;
const reservations = { type: 'Appointment', patients: thePatient } as const;
const files = { type: 'DocumentReference', patients: thePatient, refused: 'service' } as const;
const knowledge = { type: 'DocumentReference', refused: 'staff' } as const;
const assistant = { type: 'Communication', patients: thePatient, refused: 'staff' } as const;

const patient = { path: '/v1/patients/*', id: 'patient', about: 'path' } as const;
const medic = { path: '/v1/medics/*', id: 'medic', about: 'path' } as const;
const exam = { path: '/v1/exams/*', id: 'exam', about: 'path' } as const;
const result = { path: '/v1/exam-results/*', id: 'result', about: 'path' } as const;
const reservation = { path: '/v1/reservations/*', id: 'reservation', about: 'path' } as const;
const file = { path: '/v1/files/*', id: 'file', about: 'path' } as const;
const session = { path: '/v1/agent/sessions/*', id: 'session', about: 'path' } as const;
const get = { method: 'GET' } as const;
const post = { method: 'POST' } as const;
const patch = { method: 'PATCH' } as const;
const remove = { method: 'DELETE' } as const;
const list = { method: 'GET', about: 'none' } as const;

/** The audit trail that the API contract requires: "every refusal and every access to patient data". */
export const auditTable: readonly AuditRow[] = [
  {
    operationId: 'listPatients',
    action: 'patients.list',
    ...patients,
    refused: 'patient',
    ...list,
    path: '/v1/patients',
    query: () => '?limit=3',
    patients: listedPatients,
  },
  {
    operationId: 'getPatient',
    action: 'patients.read',
    ...patients,
    refused: 'service',
    isOwn: true,
    ...get,
    ...patient,
  },
  {
    operationId: 'getOwnPatient',
    action: 'patients.read',
    ...patients,
    by: 'patient',
    refused: 'service',
    ...get,
    path: '/v1/patients/me',
    about: 'own',
  },
  {
    operationId: 'createPatient',
    action: 'patients.create',
    ...patients,
    refused: 'patient',
    ...post,
    path: '/v1/patients',
    body: () => person,
    about: 'made',
    patients: (_records, { body }) => [body.id],
  },
  {
    operationId: 'changePatient',
    action: 'patients.change',
    ...patients,
    refused: 'service',
    isOwn: true,
    ...patch,
    ...patient,
    body: () => ({ address: { city: 'Bogotá' } }),
  },
  {
    operationId: 'removePatient',
    action: 'patients.remove',
    ...patients,
    refused: 'staff',
    ...remove,
    ...patient,
    isWithoutReservation: true,
  },
  {
    operationId: 'listAuditEvents',
    action: 'audit-events.list',
    type: 'AuditEvent',
    refused: 'medic',
    ...list,
    path: '/v1/audit-events',
    query: ofPatient,
    patients: thePatient,
  },
  {
    operationId: 'listRecordAccesses',
    action: 'patients.access-log',
    type: 'AuditEvent',
    refused: 'medic',
    isOwn: true,
    ...get,
    path: '/v1/patients/*/access-log',
    id: 'patient',
    about: 'path',
    patients: thePatient,
  },
  {
    operationId: 'lookUpPatients',
    action: 'patients.lookup',
    ...patients,
    by: 'service',
    refused: 'staff',
    ...post,
    path: '/v1/patient-lookup',
    body: () => ({ name: 'Pat Ient' }),
    about: 'none',
    patients: (_records, { body }) => body.data.map((match: { patient: { id: string } }) => match.patient.id),
  },
  {
    operationId: 'searchKnowledge',
    action: 'knowledge.search',
    ...knowledge,
    ...post,
    path: '/v1/agent/knowledge/search',
    body: ({ patient: patientId }) => ({ query: 'fever', patientId }),
    about: 'none',
    patients: thePatient,
  },
  {
    operationId: 'addKnowledgeDocument',
    action: 'knowledge.add',
    ...knowledge,
    ...post,
    path: '/v1/agent/knowledge/documents',
    body: ({ patient: patientId }) => ({ title: 'Fasting', text: 'Eat nothing.', patientId }),
    about: 'made',
    patients: thePatient,
  },
  {
    operationId: 'removeKnowledgeDocument',
    action: 'knowledge.remove',
    ...knowledge,
    ...remove,
    path: '/v1/agent/knowledge/documents/*',
    id: 'document',
    about: 'path',
    patients: thePatient,
  },
  {
    operationId: 'openAssistantSession',
    action: 'assistant.open',
    ...assistant,
    ...post,
    path: '/v1/agent/sessions',
    body: ({ patient: patientId }) => ({ patientId }),
    about: 'made',
  },
  {
    operationId: 'listAssistantSessions',
    action: 'assistant.list',
    ...assistant,
    ...list,
    path: '/v1/agent/sessions',
    query: () => '?limit=1',
    patients: listedPatients,
  },
  { operationId: 'getAssistantSession', action: 'assistant.read', ...assistant, ...get, ...session },
  { operationId: 'closeAssistantSession', action: 'assistant.close', ...assistant, ...remove, ...session },
  {
    operationId: 'listAssistantMessages',
    action: 'assistant.read',
    ...assistant,
    ...get,
    ...session,
    path: '/v1/agent/sessions/*/messages',
  },
  {
    operationId: 'askAssistant',
    action: 'assistant.ask',
    ...assistant,
    ...post,
    ...session,
    path: '/v1/agent/sessions/*/messages',
    body: () => ({ content: 'Good morning' }),
    calls: ['knowledge.search'],
  },
  { operationId: 'listMedics', action: 'medics.list', ...medics, ...list, path: '/v1/medics' },
  { operationId: 'getMedic', action: 'medics.read', ...medics, ...get, ...medic },
  {
    operationId: 'createMedic',
    action: 'medics.create',
    ...medics,
    refused: 'medic',
    ...post,
    path: '/v1/medics',
    body: (records) => ({ givenName: 'A', familyName: 'B', licenseNumber: records.exam }),
    about: 'made',
  },
  {
    operationId: 'changeMedic',
    action: 'medics.change',
    ...medics,
    refused: 'medic',
    ...patch,
    ...medic,
    body: () => ({ department: 'North' }),
  },
  {
    operationId: 'removeMedic',
    action: 'medics.remove',
    ...medics,
    refused: 'medic',
    ...remove,
    ...medic,
    isWithoutReservation: true,
  },
  { operationId: 'listExams', action: 'exams.list', ...exams, ...list, path: '/v1/exams' },
  { operationId: 'getExam', action: 'exams.read', ...exams, ...get, ...exam },
  {
    operationId: 'createExam',
    action: 'exams.create',
    ...exams,
    refused: 'medic',
    ...post,
    path: '/v1/exams',
    body: (records) => ({ name: records.medic, type: 'imaging', durationMinutes: 30 }),
    about: 'made',
  },
  {
    operationId: 'changeExam',
    action: 'exams.change',
    ...exams,
    refused: 'medic',
    ...patch,
    ...exam,
    body: () => ({ durationMinutes: 45 }),
  },
  {
    operationId: 'removeExam',
    action: 'exams.remove',
    ...exams,
    refused: 'medic',
    ...remove,
    ...exam,
    isWithoutReservation: true,
  },
  {
    operationId: 'listExamResults',
    action: 'exam-results.list',
    ...results,
    ...list,
    path: '/v1/exam-results',
    query: ofPatient,
  },
  { operationId: 'getExamResult', action: 'exam-results.read', ...results, isOwn: true, ...get, ...result },
  {
    operationId: 'createExamResult',
    action: 'exam-results.create',
    ...results,
    by: 'medic',
    ...post,
    path: '/v1/exam-results',
    body: ({ patient: patientId }) => ({ patientId, code: { display: 'X' }, effectiveAt: '2026-03-01T00:00:00Z' }),
    about: 'made',
  },
  {
    operationId: 'listReservations',
    action: 'reservations.list',
    ...reservations,
    ...list,
    path: '/v1/reservations',
    query: ofPatient,
  },
  {
    operationId: 'getReservation',
    action: 'reservations.read',
    ...reservations,
    isOwn: true,
    ...get,
    ...reservation,
  },
  {
    operationId: 'bookReservation',
    action: 'reservations.book',
    ...reservations,
    ...post,
    path: '/v1/reservations',
    body: (records) => ({
      patientId: records.patient,
      medicId: records.medic,
      examId: records.exam,
      startsAt: '2026-03-04T15:00:00Z',
    }),
    about: 'made',
  },
  {
    operationId: 'changeReservation',
    action: 'reservations.change',
    ...reservations,
    refused: 'service',
    isOwn: true,
    ...patch,
    ...reservation,
    body: () => ({ status: 'cancelled' }),
  },
  { operationId: 'listFiles', action: 'files.list', ...files, ...list, path: '/v1/files', query: ofPatient },
  { operationId: 'getFile', action: 'files.read', ...files, isOwn: true, ...get, ...file },
  {
    operationId: 'uploadFile',
    action: 'files.upload',
    ...files,
    ...post,
    path: '/v1/files/upload',
    body: ({ patient: patientId }) => ({
      patientId,
      fileName: 'x.txt',
      contentType: 'text/plain',
      sizeBytes: 1,
      sha256,
    }),
    about: 'made',
  },
  {
    operationId: 'completeFileUpload',
    action: 'files.complete',
    ...files,
    isOwn: true,
    ...post,
    ...file,
    path: '/v1/files/*/complete',
  },
  {
    operationId: 'downloadFile',
    action: 'files.download',
    ...files,
    isOwn: true,
    ...get,
    ...file,
    path: '/v1/files/*/download',
  },
  {
    operationId: 'classifyFile',
    action: 'files.classify',
    ...files,
    refused: 'staff',
    method: 'PUT',
    ...file,
    path: '/v1/files/*/classification',
    body: () => ({ category: 'imaging', confidence: 1, source: 'review' }),
  },
  { operationId: 'removeFile', action: 'files.remove', ...files, refused: 'staff', ...remove, ...file },
  {
    operationId: 'findAvailability',
    action: 'availability.read',
    type: 'Slot',
    isWithoutPatients: true,
    ...post,
    path: '/v1/reservations/availability',
    body: (records) => ({ examId: records.exam, from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' }),
    about: 'none',
    patients: noPatients,
  },
];
