import { Buffer } from 'node:buffer';
import { type Coding, hl7, loinc, type SampleResource, toConcept, toReference } from './fhir.js';
import type { Maker } from './maker.js';
import type { SamplePatient } from './patients.js';
import { toIsoDay } from './time.js';
import type { Visit } from './visits.js';

interface Template {
  title: string;
  type: Coding;
  text(patient: SamplePatient, visit: Visit): string[];
}

const templates: Template[] = [
  {
    title: 'Visit summary',
    type: loinc('11506-3', 'Progress note'),
    text: (_, { exam, medic }) => [
      `${exam.title} with Dr. ${medic.fullName}.`,
      'History and medicines were reviewed. No new complaints.',
      'Plan: continue the current treatment, come back in six months or earlier if anything changes.',
    ],
  },
  {
    title: 'Referral letter',
    type: loinc('57133-1', 'Referral note'),
    text: (patient, { medic }) => [
      'Dear colleague,',
      `thank you for seeing ${patient.fullName}. The record is attached; please advise on further follow-up.`,
      `Kind regards, Dr. ${medic.fullName}`,
    ],
  },
  {
    title: 'Consent to treatment',
    type: loinc('59284-0', 'Consent Document'),
    text: (patient, { exam }) => [
      `${patient.fullName} was informed about: ${exam.title}.`,
      'Purpose, risks and alternatives were explained, and questions were answered. Consent was given.',
    ],
  },
];

/** Gives every sixth patient a short document about a finished visit. */
export function createDocuments(make: Maker, patient: SamplePatient, visits: Visit[]): SampleResource[] {
  const visit = visits.find(({ status, exam }) => status === 'finished' && exam.type === 'consultation');
  const template = templates[Math.floor(patient.index / 6) % templates.length];
  if (patient.index % 6 !== 2 || !visit || !template) return [];
  const lines = [
    template.title,
    `Patient: ${patient.fullName}, born ${patient.birthDate}`,
    `Date: ${toIsoDay(visit.start)}`,
    '',
    ...template.text(patient, visit),
  ];
  const content = Buffer.from(`${lines.join('\n')}\n`, 'utf8');
  return [
    make.dated('DocumentReference', `patient/${patient.index}/document`, {
      status: 'current',
      docStatus: 'final',
      type: toConcept(template.type),
      category: [toConcept(hl7('media-category', 'clinical-note', 'Clinical Note'), 'Clinical Note')],
      subject: toReference(patient.id, patient.fullName),
      date: visit.end.toISOString(),
      author: [toReference(visit.medic.id, `Dr. ${visit.medic.fullName}`)],
      description: `${template.title} of ${toIsoDay(visit.start)}`,
      content: [
        {
          attachment: {
            contentType: 'text/plain',
            language: 'en',
            data: content.toString('base64'),
            size: content.length,
            title: `${template.title}.txt`,
            creation: visit.end.toISOString(),
          },
        },
      ],
      context: { encounter: [toReference(visit.resource.id)] },
    }),
  ];
}
