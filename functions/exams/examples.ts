import type { z } from '@hono/zod-openapi';
import { type Examples, examplePage, exampleResource, exampleValues as values } from '../http/examples.js';
import { problemKinds } from '../http/problem.js';
import type { ExamResult, ExamResultInput } from './results/schemas.js';
import type { Exam, ExamInput } from './schemas.js';

const created: z.input<typeof ExamInput> = {
  name: values.newExamName,
  type: 'laboratory',
  description: 'Cholesterol and triglycerides in a blood sample.',
  durationMinutes: 20,
  preparationInstructions: 'Eat and drink nothing but water for 9 to 12 hours before the test.',
};

const exam: Exam = {
  ...exampleResource(values.examId),
  name: values.examName,
  type: 'laboratory',
  description: 'Counts the cells in a blood sample.',
  durationMinutes: 30,
  preparationInstructions: null,
  active: true,
};

const hemoglobin = {
  system: 'http://loinc.org',
  code: values.resultCode,
  display: 'Hemoglobin [Mass/volume] in Blood',
};

const measured: z.input<typeof ExamResultInput> = {
  patientId: values.patientId,
  examId: values.examId,
  medicId: values.medicId,
  code: hemoglobin,
  effectiveAt: values.earlier,
  value: { value: 11.2, unit: 'g/dL' },
  referenceRange: { low: 12, high: 15.5, unit: 'g/dL' },
  interpretation: 'L',
  status: 'final',
};

const result: ExamResult = {
  ...exampleResource(values.examResultId),
  patientId: values.patientId,
  examId: values.examId,
  reservationId: null,
  medicId: values.medicId,
  code: hemoglobin,
  effectiveAt: values.earlier,
  value: { value: 11.2, unit: 'g/dL', comparator: null },
  dataAbsentReason: null,
  referenceRange: { low: 12, high: 15.5, unit: 'g/dL', text: null },
  interpretation: 'L',
  note: null,
  status: 'final',
  replacesId: null,
  replacedById: null,
};

/** The examples of the operations on exams and their results, and of the service itself. */
export const examExamples: Examples = {
  listExams: { parameters: { search: 'blood', type: 'laboratory', active: true }, response: examplePage(exam) },
  createExam: { body: created, response: { ...exam, ...created } },
  getExam: { parameters: { id: values.examId }, response: exam },
  changeExam: {
    parameters: { id: values.examId },
    body: { durationMinutes: 25, preparationInstructions: 'Drink a glass of water before the test.' },
    bodies: { 'Remove the instructions': { preparationInstructions: null } },
    response: { ...exam, durationMinutes: 25, version: 4 },
  },
  removeExam: { parameters: { id: values.idleExamId } },
  listExamResults: {
    parameters: {
      patientId: values.patientId,
      code: hemoglobin.code,
      status: 'final',
      from: values.lastYear,
      to: values.later,
      includeReplaced: false,
    },
    response: examplePage(result),
  },
  createExamResult: {
    body: measured,
    bodies: {
      'A text': {
        patientId: values.patientId,
        code: { display: 'Chest X-ray' },
        effectiveAt: '2026',
        value: 'No acute findings.',
      },
      'Not performed': {
        patientId: values.patientId,
        code: hemoglobin,
        effectiveAt: values.earlier,
        dataAbsentReason: 'not-performed',
        status: 'cancelled',
      },
    },
    response: result,
  },
  getExamResult: { parameters: { id: values.examResultId }, response: result },
  getHealth: {
    response: { status: 'ok', database: 'reachable', migration: '0020_reservation_reasons', version: '1.4.0' },
    responses: { 503: { status: 'unavailable', database: 'unreachable', migration: null, version: '1.4.0' } },
  },
  getOpenApiDocument: { response: { openapi: '3.1.0' } },
  getProblemKind: {
    parameters: { kind: 'slot-taken' },
    response: { type: '/problems/slot-taken', ...problemKinds['slot-taken'] },
  },
};
