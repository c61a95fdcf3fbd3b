import { type Examples, exampleValues as values } from '../http/examples.js';

/** The example of the patient lookup. */
export const patientLookupExamples: Examples = {
  lookUpPatients: {
    body: { name: values.patientFullName, birthDate: values.patientBirthDate, limit: 3 },
    response: {
      data: [
        {
          patient: {
            id: values.patientId,
            givenName: values.patientGivenName,
            familyName: values.patientFamilyName,
            fullName: values.patientFullName,
            birthDate: values.patientBirthDate,
            gender: 'female',
            active: true,
          },
          score: 0.98,
          matched: ['name', 'birthDate'],
        },
      ],
    },
  },
};
