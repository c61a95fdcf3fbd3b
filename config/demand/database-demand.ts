import type { DatabaseDemand } from './database-demand-type.js';

// Written by `npm run bench -- database-demand --write`; don't change it by hand.
export const databaseDemand: DatabaseDemand = {
  source: {
    date: '2026-11-26',
    machine: 'Node 24.21.0, linux x64, 2 CPUs (AMD EPYC)',
    database: 'PostgreSQL 17.12 (Debian 17.12-0+deb13u1), server',
    command: 'npm run bench -- database-demand --write',
  },
  functions: {
    patients: {
      listPatients: { cpuMilliseconds: 0.45, ioRequests: 0.2 },
      getPatient: { cpuMilliseconds: 0.32, ioRequests: 0.18 },
      getOwnPatient: { cpuMilliseconds: 0.31, ioRequests: 0.18 },
      createPatient: { cpuMilliseconds: 0.7, ioRequests: 0.83 },
      changePatient: { cpuMilliseconds: 1.2, ioRequests: 1 },
      removePatient: { cpuMilliseconds: 0.98, ioRequests: 0.98 },
      listAuditEvents: { cpuMilliseconds: 13, ioRequests: 0.21 },
      listRecordAccesses: { cpuMilliseconds: 0.71, ioRequests: 0.26 },
    },
    patient_lookup: {
      lookUpPatients: { cpuMilliseconds: 20, ioRequests: 0.26 },
    },
    agent_integration: {
      searchKnowledge: { cpuMilliseconds: 1.1, ioRequests: 0.19 },
      addKnowledgeDocument: { cpuMilliseconds: 0.84, ioRequests: 1.8 },
      removeKnowledgeDocument: { cpuMilliseconds: 7.4, ioRequests: 0.2 },
      openAssistantSession: { cpuMilliseconds: 0.57, ioRequests: 0.36 },
      listAssistantSessions: { cpuMilliseconds: 0.48, ioRequests: 0.2 },
      getAssistantSession: { cpuMilliseconds: 0.49, ioRequests: 0.25 },
      closeAssistantSession: { cpuMilliseconds: 0.66, ioRequests: 0.26 },
      listAssistantMessages: { cpuMilliseconds: 0.61, ioRequests: 0.21 },
      askAssistant: { cpuMilliseconds: 8.7, ioRequests: 0.69 },
    },
    medics: {
      listMedics: { cpuMilliseconds: 0.47, ioRequests: 0 },
      getMedic: { cpuMilliseconds: 0.12, ioRequests: 0 },
      createMedic: { cpuMilliseconds: 0.25, ioRequests: 0.27 },
      changeMedic: { cpuMilliseconds: 0.4, ioRequests: 0.55 },
      removeMedic: { cpuMilliseconds: 0.51, ioRequests: 0.56 },
    },
    exams: {
      listExams: { cpuMilliseconds: 0.4, ioRequests: 0 },
      getExam: { cpuMilliseconds: 0.12, ioRequests: 0 },
      createExam: { cpuMilliseconds: 0.26, ioRequests: 0.17 },
      changeExam: { cpuMilliseconds: 0.39, ioRequests: 0.34 },
      removeExam: { cpuMilliseconds: 0.45, ioRequests: 0.39 },
      listExamResults: { cpuMilliseconds: 0.66, ioRequests: 0.21 },
      getExamResult: { cpuMilliseconds: 0.58, ioRequests: 0.21 },
      createExamResult: { cpuMilliseconds: 0.66, ioRequests: 0.52 },
    },
    reservations: {
      listReservations: { cpuMilliseconds: 0.84, ioRequests: 0.18 },
      getReservation: { cpuMilliseconds: 0.65, ioRequests: 0.22 },
      bookReservation: { cpuMilliseconds: 1.7, ioRequests: 0.57 },
      changeReservation: { cpuMilliseconds: 1.5, ioRequests: 0.81 },
      findAvailability: { cpuMilliseconds: 10, ioRequests: 0 },
    },
    files: {
      listFiles: { cpuMilliseconds: 1.1, ioRequests: 0.2 },
      getFile: { cpuMilliseconds: 0.75, ioRequests: 0.24 },
      uploadFile: { cpuMilliseconds: 1.2, ioRequests: 0.48 },
      completeFileUpload: { cpuMilliseconds: 0.72, ioRequests: 0.22 },
      downloadFile: { cpuMilliseconds: 0.84, ioRequests: 0.23 },
      classifyFile: { cpuMilliseconds: 1.7, ioRequests: 0.84 },
      removeFile: { cpuMilliseconds: 1.2, ioRequests: 0.82 },
    },
  },
};
