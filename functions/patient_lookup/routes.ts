import { jsonBody, response, route } from '../http/operation.js';
import { toNames } from '../http/resource.js';
import { createRouter } from '../http/router.js';
import { transactional } from '../http/transaction.js';
import { lookUpPatients } from './queries.js';
import { PatientLookup, PatientMatches } from './schemas.js';

/** `/v1/patient-lookup`: who is meant, for machines and the assistant. */
export const patientLookupRouter = createRouter();

const lookUpPatientsRoute = route('post', '/v1/patient-lookup', {
  operationId: 'lookUpPatients',
  tags: ['Patient lookup'],
  summary: 'Finds the patient whom somebody means',
  description:
    'For machines, which sign their requests with IAM (Signature Version 4). At least one criterion; whole identifiers count for more than names. The answer tells people apart and holds nothing of the clinical record.',
  authorizer: 'iam',
  policy: {
    permission: 'patients:lookup',
    audit: { action: 'patients.lookup', resourceType: 'Patient', patientData: true },
  },
  request: { body: jsonBody(PatientLookup) },
  responses: { 200: response.json('The patients who fit, the best first.', PatientMatches) },
});
patientLookupRouter.openapi(
  lookUpPatientsRoute,
  transactional(lookUpPatientsRoute, async (c) => {
    const { tx, audit } = c.var;
    const found = await lookUpPatients(tx, c.req.valid('json'));
    audit.addPatients(found.map(({ patient }) => patient.id));
    const data = found.map(({ patient, score, matched }) => ({
      patient: { ...patient, ...toNames(patient) },
      score: Math.round(score * 1000) / 1000,
      matched,
    }));
    return c.json({ data }, 200);
  }),
);
