import { Calendar } from './calendar.js';
import { createClinic } from './clinic.js';
import { createDocuments } from './documents.js';
import { type SampleBundle, toTransactionBundle } from './fhir.js';
import { createHistory } from './history.js';
import { createMaker } from './maker.js';
import { toSlug } from './names.js';
import { createPatients } from './patients.js';
import { createResults } from './results.js';
import { computeAgeYears, referenceDay } from './time.js';
import { createVisits } from './visits.js';

export type { SampleBundle } from './fhir.js';

export interface SampleFile {
  name: string;
  bundle: SampleBundle;
}

const pregnantPatients = 2;

/**
 * Generates the records of an invented clinic network as FHIR R4 bundles: first `clinic.json`, which the others refer to,
 * then one file per patient. The same seed and day give the same bytes. Another `now`, which must not be before
 * `referenceDay`, changes visits, results and documents, but not people, histories and the exam catalog.
 */
export function generateSample({ now, seed = 1 }: { now: Date; seed?: number }): SampleFile[] {
  const make = createMaker({ now, seed });
  const clinic = createClinic(make);
  const calendar = new Calendar(make.today);
  const patients = createPatients(make);
  const pregnant = patients
    .filter(
      ({ sex, birthDate }) =>
        sex === 'female' &&
        computeAgeYears(birthDate, referenceDay) >= 20 &&
        computeAgeYears(birthDate, referenceDay) <= 34,
    )
    .slice(0, pregnantPatients);
  return [
    { name: 'clinic.json', bundle: toTransactionBundle(clinic.resources) },
    ...patients.map((patient) => {
      const history = createHistory(make, clinic, patient, pregnant.includes(patient));
      const visits = createVisits(make, clinic, calendar, patient, history);
      const resources = [
        patient.resource,
        ...history.resources,
        ...visits.map(({ resource }) => resource),
        ...createResults(make, patient, history, visits),
        ...createDocuments(make, patient, visits),
      ];
      const number = String(patient.index + 1).padStart(3, '0');
      return {
        name: `patient-${number}-${toSlug(patient.fullName, '-')}.json`,
        bundle: toTransactionBundle(resources),
      };
    }),
  ];
}
