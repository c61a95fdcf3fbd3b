import type { z } from '@hono/zod-openapi';
import { type Examples, examplePage, exampleResource, exampleValues as values } from '../http/examples.js';
import type { RecordAccess } from './audit/schemas.js';
import type { PatientInvitation } from './invitations/schemas.js';
import type { Patient, PatientInput, PatientSummary } from './schemas.js';

type Input = z.input<typeof PatientInput>;

const address = {
  line: ['48 Chestnut Street', 'Apt 3'],
  city: 'Cambridge',
  state: 'MA',
  postalCode: '02139',
  country: 'US',
};

const created: Input = {
  givenName: 'Mei-Ling',
  familyName: "O'Connor",
  birthDate: '1991-11-03',
  gender: 'female',
  nationalId: { type: 'SS', number: values.nationalIdNumber },
  email: 'mei-ling.oconnor@mail.example',
  phone: '+16175550142',
  address,
};

const medicalHistory: Input['medicalHistory'] = {
  conditions: [
    {
      system: 'http://snomed.info/sct',
      code: '195967001',
      display: 'Asthma',
      onsetDate: '2003',
      status: 'active',
      verificationStatus: 'confirmed',
    },
  ],
  medications: [
    { display: 'Salbutamol 100 µg inhaler', startDate: '2019-04', dosage: '2 puffs as needed', status: 'active' },
  ],
  allergies: [
    {
      system: 'http://snomed.info/sct',
      code: '91936005',
      display: 'Allergy to penicillin',
      criticality: 'high',
      reaction: [{ display: 'Hives', severity: 'moderate' }],
    },
  ],
};

const summary: PatientSummary = {
  ...exampleResource(values.patientId),
  givenName: values.patientGivenName,
  familyName: values.patientFamilyName,
  fullName: values.patientFullName,
  birthDate: values.patientBirthDate,
  age: 41,
  gender: 'female',
  nationalId: { type: 'SS', number: '518-20-7741' },
  identifiers: [{ system: 'urn:oid:2.16.840.1.113883.19.5', type: 'MR', value: 'HS-003187', use: 'usual' }],
  otherNames: [{ use: 'maiden', givenName: null, familyName: 'Herrera' }],
  email: 'ana.gomez@mail.example',
  phone: '+16175550117',
  address,
  active: true,
};

const patient: Patient = {
  ...summary,
  medicalHistory: {
    conditions: [
      {
        system: 'http://snomed.info/sct',
        code: '38341003',
        display: 'Hypertensive disorder',
        onsetDate: '2018-06',
        verificationStatus: 'confirmed',
        endDate: null,
        status: 'active',
        note: null,
      },
    ],
    procedures: [],
    medications: [
      {
        system: 'http://www.nlm.nih.gov/research/umls/rxnorm',
        code: '314076',
        display: 'Lisinopril 10 MG Oral Tablet',
        startDate: '2018-07-02',
        dosage: '1 tablet each morning',
        endDate: null,
        status: 'active',
        note: null,
      },
    ],
    allergies: [],
  },
};

const access: RecordAccess = {
  id: '4e8c0b7d-52a1-4f96-b3d8-1c7e9f0a6b25',
  occurredAt: values.earlier,
  actor: { subject: values.actor, role: 'medic', name: values.medicFullName },
  action: 'patients.read',
};

const invitation: PatientInvitation = {
  ...exampleResource(values.invitationId),
  patientId: values.unlinkedPatientId,
  status: 'open',
  expiresAt: values.later,
};

const invitationParameters = { id: values.unlinkedPatientId, invitationId: values.invitationId };

/** The examples of the operations on patients and on the audit trail. */
export const patientExamples: Examples = {
  listPatients: {
    parameters: {
      search: values.patientFullName,
      birthDate: values.patientBirthDate,
      gender: values.patientGender,
      active: true,
    },
    response: examplePage(summary),
  },
  createPatient: {
    body: created,
    bodies: { 'With a medical history, as a medic': { ...created, nationalId: null, medicalHistory } },
    response: { ...patient, ...created },
  },
  getOwnPatient: { response: patient },
  changeOwnPatient: {
    body: { phone: '+16175550163', address: { line: ['9 Harbor Street'], city: 'Boston', postalCode: '02110' } },
    response: { ...patient, phone: '+16175550163', version: 4 },
  },
  getPatient: { parameters: { id: values.patientId }, response: patient },
  changePatient: {
    parameters: { id: values.patientId },
    body: { phone: '+16175550163', address: { line: ['9 Harbor Street'], city: 'Boston', postalCode: '02110' } },
    bodies: {
      'Remove the email address': { email: null },
      'Replace the medical history, as a medic': { medicalHistory },
    },
    response: { ...patient, phone: '+16175550163', version: 4 },
  },
  removePatient: { parameters: { id: values.formerPatientId } },
  invitePatient: {
    parameters: { id: values.unlinkedPatientId },
    response: { ...invitation, code: values.invitationCode },
  },
  listInvitations: { parameters: { id: values.unlinkedPatientId }, response: examplePage(invitation) },
  getInvitation: { parameters: invitationParameters, response: invitation },
  withdrawInvitation: { parameters: invitationParameters },
  linkOwnPatient: {
    needsUnlinkedAccount: true,
    body: { code: values.invitationCode, birthDate: values.invitedBirthDate },
    response: patient,
  },
  listAuditEvents: {
    parameters: {
      patientId: values.patientId,
      actor: values.actor,
      action: 'patients.read',
      from: values.lastYear,
      to: values.later,
    },
    response: examplePage({
      id: access.id,
      occurredAt: access.occurredAt,
      requestId: '9d2f6b1c-40e7-4a58-8c3d-b5e71f0a6294',
      actor: { subject: access.actor.subject, role: access.actor.role },
      action: access.action,
      resourceType: 'Patient',
      resourceId: values.patientId,
      patientIds: [values.patientId],
      outcome: 'success',
      status: 200,
    }),
  },
  listRecordAccesses: {
    parameters: { id: values.patientId, from: values.lastYear, to: values.later },
    response: examplePage(access),
  },
};
