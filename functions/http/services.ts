import { ApiEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase } from '../../db/client/database.js';
import type { Services } from './context.js';
import type { VerifyToken } from './identity.js';
import { createLog, createMetrics } from './log.js';

/** Loads the verifier with the first token: behind API Gateway it is never needed. */
function createVerifier(environment: ApiEnvironment): VerifyToken | undefined {
  const { TOKEN_ISSUER: issuer, TOKEN_JWKS_URI: jwksUri, TOKEN_CLIENT_IDS: clientIds } = environment;
  if (issuer === undefined || jwksUri === undefined || clientIds === undefined) return undefined;
  let verifier: Promise<VerifyToken> | undefined;
  return async (token) => {
    verifier ??= import('./token.js').then(({ createTokenVerifier }) =>
      createTokenVerifier({ issuer, jwksUri, clientIds }),
    );
    return (await verifier)(token);
  };
}

export const readAccessLimit = ({ ACCOUNT_ACCESSES_PER_MINUTE: accessesPerMinute }: ApiEnvironment) =>
  accessesPerMinute === undefined ? {} : { accessesPerMinute };

/** Creates the services of a Lambda function from its environment variables. */
export function createServices(variables: Readonly<Record<string, string | undefined>>): Services {
  const environment = parseEnvironment(ApiEnvironment, variables);
  const verifyToken = createVerifier(environment);
  const { METRICS_NAMESPACE: namespace } = environment;
  return {
    database: connectDatabase(environment),
    clinic: {
      timeZone: environment.CLINIC_TIME_ZONE,
      workingHours: environment.CLINIC_WORKING_HOURS,
      bookingHorizonDays: environment.CLINIC_BOOKING_HORIZON_DAYS,
    },
    now: () => new Date(),
    log: createLog(),
    release: environment.RELEASE,
    ...(namespace !== undefined && { metrics: createMetrics(namespace) }),
    ...readAccessLimit(environment),
    ...(verifyToken && { verifyToken }),
  };
}
