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
      listPatients: { cpuMilliseconds: 0.61, ioRequests: 0.2 },
      getPatient: { cpuMilliseconds: 0.49, ioRequests: 0.18 },
      getOwnPatient: { cpuMilliseconds: 0.68, ioRequests: 0.18 },
      createPatient: { cpuMilliseconds: 0.98, ioRequests: 0.83 },
      changePatient: { cpuMilliseconds: 1.3, ioRequests: 1 },
      removePatient: { cpuMilliseconds: 1.6, ioRequests: 0.98 },
      listAuditEvents: { cpuMilliseconds: 15, ioRequests: 0.21 },
      listRecordAccesses: { cpuMilliseconds: 0.79, ioRequests: 0.26 },
    },
    patient_lookup: {
      lookUpPatients: { cpuMilliseconds: 20, ioRequests: 0.26 },
    },
    agent_integration: {
      searchKnowledge: { cpuMilliseconds: 1.5, ioRequests: 0.19 },
      addKnowledgeDocument: { cpuMilliseconds: 1, ioRequests: 1.8 },
      removeKnowledgeDocument: { cpuMilliseconds: 7.8, ioRequests: 0.2 },
      openAssistantSession: { cpuMilliseconds: 1.1, ioRequests: 0.34 },
      listAssistantSessions: { cpuMilliseconds: 0.69, ioRequests: 0.2 },
      getAssistantSession: { cpuMilliseconds: 0.93, ioRequests: 0.25 },
      closeAssistantSession: { cpuMilliseconds: 0.8, ioRequests: 0.26 },
      listAssistantMessages: { cpuMilliseconds: 0.8, ioRequests: 0.21 },
      askAssistant: { cpuMilliseconds: 9.4, ioRequests: 0.69 },
    },
    medics: {
      listMedics: { cpuMilliseconds: 0.56, ioRequests: 0 },
      getMedic: { cpuMilliseconds: 0.12, ioRequests: 0 },
      createMedic: { cpuMilliseconds: 0.34, ioRequests: 0.31 },
      changeMedic: { cpuMilliseconds: 0.55, ioRequests: 0.55 },
      removeMedic: { cpuMilliseconds: 0.88, ioRequests: 0.55 },
    },
    exams: {
      listExams: { cpuMilliseconds: 0.49, ioRequests: 0 },
      getExam: { cpuMilliseconds: 0.16, ioRequests: 0 },
      createExam: { cpuMilliseconds: 0.21, ioRequests: 0.21 },
      changeExam: { cpuMilliseconds: 0.31, ioRequests: 0.32 },
      removeExam: { cpuMilliseconds: 0.42, ioRequests: 0.42 },
      listExamResults: { cpuMilliseconds: 0.67, ioRequests: 0.21 },
      getExamResult: { cpuMilliseconds: 0.67, ioRequests: 0.21 },
      createExamResult: { cpuMilliseconds: 0.78, ioRequests: 0.49 },
    },
    reservations: {
      listReservations: { cpuMilliseconds: 0.79, ioRequests: 0.18 },
      getReservation: { cpuMilliseconds: 0.76, ioRequests: 0.22 },
      bookReservation: { cpuMilliseconds: 1.8, ioRequests: 0.62 },
      changeReservation: { cpuMilliseconds: 1.6, ioRequests: 0.81 },
      findAvailability: { cpuMilliseconds: 8.8, ioRequests: 0 },
    },
    files: {
      listFiles: { cpuMilliseconds: 0.93, ioRequests: 0.2 },
      getFile: { cpuMilliseconds: 0.78, ioRequests: 0.24 },
      uploadFile: { cpuMilliseconds: 1.5, ioRequests: 0.46 },
      completeFileUpload: { cpuMilliseconds: 0.85, ioRequests: 0.22 },
      downloadFile: { cpuMilliseconds: 0.99, ioRequests: 0.28 },
      classifyFile: { cpuMilliseconds: 1.5, ioRequests: 0.84 },
      removeFile: { cpuMilliseconds: 1.5, ioRequests: 0.84 },
    },
  },
};
