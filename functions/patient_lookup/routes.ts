import { exchange } from '../http/exchange.js';
import { toPartialDate } from '../http/partial-dates.js';
import { toNames } from '../http/resource.js';
import { OperationRouter } from '../http/router.js';
import { lookUpPatients } from './queries.js';
import { PatientLookup, PatientMatches } from './schemas.js';

export const patientLookupRouter = new OperationRouter('Patient lookup', {
  resourceType: 'Patient',
  patientData: true,
});

patientLookupRouter.transactional('post', '/v1/patient-lookup', {
  operationId: 'lookUpPatients',
  summary: 'Look up patients',
  description:
    'Finds patients by partial details, for machines that sign their requests with AWS Signature Version 4. Send at least one criterion; complete identifiers carry more weight than names. Returns only the details that distinguish the matches, never the medical history.',
  authorizer: 'iam',
  policy: { permission: 'patients:lookup', action: 'patients.lookup' },
  ...exchange.search(PatientLookup, 'The matching patients, best first.', PatientMatches),
  async handler(c) {
    const { tx, audit } = c.var;
    const found = await lookUpPatients(tx, c.req.valid('json'));
    audit.addPatients(found.map(({ patient }) => patient.id));
    const data = found.map(({ patient: { birthDatePrecision, ...patient }, score, matched }) => ({
      patient: {
        ...patient,
        ...toNames(patient),
        birthDate: toPartialDate(patient.birthDate, birthDatePrecision),
      },
      score: Math.round(score * 1000) / 1000,
      matched,
    }));
    return c.json({ data }, 200);
  },
});
