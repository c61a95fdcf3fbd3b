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
      listPatients: { cpuMilliseconds: 0.78, ioRequests: 0.2 },
      getPatient: { cpuMilliseconds: 0.81, ioRequests: 0.18 },
      getOwnPatient: { cpuMilliseconds: 0.76, ioRequests: 0.18 },
      createPatient: { cpuMilliseconds: 1.2, ioRequests: 0.57 },
      changePatient: { cpuMilliseconds: 1.8, ioRequests: 0.93 },
      removePatient: { cpuMilliseconds: 2.1, ioRequests: 0.87 },
      listAuditEvents: { cpuMilliseconds: 0.69, ioRequests: 0.21 },
      listRecordAccesses: { cpuMilliseconds: 1.5, ioRequests: 0.26 },
    },
    patient_lookup: {
      lookUpPatients: { cpuMilliseconds: 23, ioRequests: 0.26 },
    },
    agent_integration: {
      searchKnowledge: { cpuMilliseconds: 2.1, ioRequests: 0.19 },
      addKnowledgeDocument: { cpuMilliseconds: 1.3, ioRequests: 1.8 },
      removeKnowledgeDocument: { cpuMilliseconds: 9.4, ioRequests: 0.2 },
      openAssistantSession: { cpuMilliseconds: 1.2, ioRequests: 0.34 },
      listAssistantSessions: { cpuMilliseconds: 1.1, ioRequests: 0.23 },
      getAssistantSession: { cpuMilliseconds: 1.1, ioRequests: 0.23 },
      closeAssistantSession: { cpuMilliseconds: 1.3, ioRequests: 0.26 },
      listAssistantMessages: { cpuMilliseconds: 1, ioRequests: 0.21 },
      askAssistant: { cpuMilliseconds: 12, ioRequests: 0.69 },
    },
    medics: {
      listMedics: { cpuMilliseconds: 0.71, ioRequests: 0 },
      getMedic: { cpuMilliseconds: 0.22, ioRequests: 0 },
      createMedic: { cpuMilliseconds: 0.46, ioRequests: 0.27 },
      changeMedic: { cpuMilliseconds: 0.71, ioRequests: 0.54 },
      removeMedic: { cpuMilliseconds: 0.84, ioRequests: 0.51 },
    },
    exams: {
      listExams: { cpuMilliseconds: 0.57, ioRequests: 0 },
      getExam: { cpuMilliseconds: 0.33, ioRequests: 0 },
      createExam: { cpuMilliseconds: 0.39, ioRequests: 0.17 },
      changeExam: { cpuMilliseconds: 0.69, ioRequests: 0.32 },
      removeExam: { cpuMilliseconds: 0.77, ioRequests: 0.42 },
      listExamResults: { cpuMilliseconds: 1, ioRequests: 0.21 },
      getExamResult: { cpuMilliseconds: 0.94, ioRequests: 0.21 },
      createExamResult: { cpuMilliseconds: 1, ioRequests: 0.4 },
    },
    reservations: {
      listReservations: { cpuMilliseconds: 0.98, ioRequests: 0.18 },
      getReservation: { cpuMilliseconds: 0.96, ioRequests: 0.22 },
      bookReservation: { cpuMilliseconds: 1.8, ioRequests: 0.57 },
      changeReservation: { cpuMilliseconds: 2, ioRequests: 0.78 },
      findAvailability: { cpuMilliseconds: 46, ioRequests: 0 },
    },
    files: {
      listFiles: { cpuMilliseconds: 1, ioRequests: 0.25 },
      getFile: { cpuMilliseconds: 0.96, ioRequests: 0.21 },
      uploadFile: { cpuMilliseconds: 1.8, ioRequests: 0.46 },
      completeFileUpload: { cpuMilliseconds: 0.93, ioRequests: 0.2 },
      downloadFile: { cpuMilliseconds: 1.1, ioRequests: 0.26 },
      classifyFile: { cpuMilliseconds: 1.8, ioRequests: 0.7 },
      removeFile: { cpuMilliseconds: 1.9, ioRequests: 0.72 },
    },
  },
};
