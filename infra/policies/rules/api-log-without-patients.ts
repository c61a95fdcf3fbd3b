import { each, inputOf, type Policy } from '../policy.js';

/** Paths hold ids, queries hold names that somebody searched for, headers hold tokens, and claims hold addresses. */
const telling =
  /\$context\.path\b|\$context\.customDomain|queryString|\$request\.|identity\.sourceIp|authorizer\.claims(?!\.sub\b)/;

export const apiLogWithoutPatients: Policy = {
  id: 'api-log-without-patients',
  severity: 'error',
  promise: 'The access log names routes and no path, query or header of a request.',
  safeguards: ['164.502(b)'],
  publicRules: [],
  mend: 'Log $context.routeKey in place of paths.',
  check: each('aws:apigatewayv2/stage:Stage', (stage) => {
    const [found] = telling.exec(String(inputOf(stage, 'accessLogSettings.format') ?? '')) ?? [];
    return found === undefined ? undefined : `logs ${found}`;
  }),
};
