import { checkEach, type Policy, readInput } from '../policy.js';

/** Paths hold ids, queries hold names that somebody searched for, headers hold tokens, and claims hold addresses. */
const sensitiveFields =
  /\$context\.path\b|\$context\.customDomain|queryString|\$request\.|identity\.sourceIp|authorizer\.claims(?!\.sub\b)/;

export const apiLogWithoutPatients: Policy = {
  id: 'api-log-without-patients',
  severity: 'error',
  promise: 'The access log names routes and no path, query or header of a request.',
  safeguards: ['164.502(b)'],
  publicRules: [],
  fix: 'Log $context.routeKey in place of paths.',
  check: checkEach('aws:apigatewayv2/stage:Stage', (stage) => {
    const [found] = sensitiveFields.exec(String(readInput(stage, 'accessLogSettings.format') ?? '')) ?? [];
    return found === undefined ? undefined : `logs ${found}`;
  }),
};
