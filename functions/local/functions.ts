import type { FunctionName } from '../../config/functions.js';
import { examResults } from '../exams/results/routes.js';
import { exams } from '../exams/routes.js';
import { createSystemRouter } from '../exams/system.js';
import type { Api } from '../http/app.js';
import { describeApi } from '../http/openapi.js';
import { medics } from '../medics/routes.js';
import { patientLookup } from '../patient_lookup/routes.js';
import { patients } from '../patients/routes.js';
import { reservations } from '../reservations/routes.js';

/** The API's routers by the function that has them. */
const routers = {
  patients: [patients],
  medics: [medics],
  exams: [exams, examResults, createSystemRouter(async () => openApiDocument())],
  reservations: [reservations],
  patient_lookup: [patientLookup],
} satisfies Partial<Record<FunctionName, Api[]>>;

export const apiRouters: Readonly<Partial<Record<FunctionName, readonly Api[]>>> = routers;

/** The OpenAPI document of the whole API, as JSON text. */
export function openApiDocument(): string {
  const document = describeApi(Object.values(routers).flat());
  return `${JSON.stringify(document, null, 2)}\n`;
}
