import type { z } from '@hono/zod-openapi';
import { type Examples, examplePage, exampleResource, exampleValues as values } from '../http/examples.js';
import type { Medic, MedicInput } from './schemas.js';

const created: z.input<typeof MedicInput> = {
  givenName: 'Tomás',
  familyName: 'Ibarra',
  specialty: values.medicSpecialty,
  department: values.medicDepartment,
  licenseNumber: values.licenseNumber,
  email: 'tomas.ibarra@clinic.example',
  phone: '+16175550188',
  workingHours: [
    { weekday: 1, from: '08:00', to: '12:00' },
    { weekday: 1, from: '13:00', to: '17:00' },
    { weekday: 4, from: '08:00', to: '14:00' },
  ],
};

const medic: Medic = {
  ...exampleResource(values.medicId),
  givenName: 'Tomás',
  familyName: 'Ibarra',
  fullName: values.medicFullName,
  specialty: values.medicSpecialty,
  department: values.medicDepartment,
  licenseNumber: values.licenseNumber,
  email: 'tomas.ibarra@clinic.example',
  phone: '+16175550188',
  workingHours: [{ weekday: 1, from: '08:00', to: '12:00' }],
  active: true,
};

/** The examples of the operations on medics. */
export const medicExamples: Examples = {
  listMedics: {
    parameters: {
      search: values.medicFullName,
      specialty: values.medicSpecialty,
      department: values.medicDepartment,
      active: true,
    },
    response: examplePage(medic),
  },
  listSpecialties: { response: { data: [{ specialty: values.medicSpecialty, medicCount: 4 }] } },
  createMedic: { body: created, response: medic },
  getOwnMedic: { response: medic },
  getMedic: { parameters: { id: values.medicId }, response: medic },
  changeMedic: {
    parameters: { id: values.medicId },
    body: { phone: '+16175550190', workingHours: [{ weekday: 2, from: '09:00', to: '15:30' }] },
    bodies: { "Return to the clinic's hours": { workingHours: null } },
    response: { ...medic, phone: '+16175550190', version: 4 },
  },
  removeMedic: { parameters: { id: values.idleMedicId } },
};
