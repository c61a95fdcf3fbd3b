import {
  checkAll,
  checkEach,
  mustBe,
  mustBePositive,
  mustHave,
  type PolicyDefinition,
  readInput,
  readInputList,
} from '../policy.js';

const stageType = 'aws:apigatewayv2/stage:Stage';

/** Paths contain ids, queries contain names, headers contain tokens, and claims contain email addresses. */
const sensitiveFields =
  /\$context\.path\b|\$context\.customDomain|queryString|\$request\.|identity\.sourceIp|authorizer\.claims(?!\.sub\b)/;

export const apiGatewayPolicies: readonly PolicyDefinition[] = [
  {
    id: 'api-log-without-patients',
    description: 'The access log contains no paths, query strings, headers, IP addresses or personal claims.',
    safeguards: ['164.502(b)'],
    fix: 'Remove the field; log $context.routeKey instead of paths.',
    check: checkEach(stageType, (stage) => {
      const [field] = sensitiveFields.exec(String(readInput(stage, 'accessLogSettings.format') ?? '')) ?? [];
      return field && `logs ${field}, which can identify a patient`;
    }),
  },
  {
    id: 'api-logged',
    description: 'Each request is recorded in the access log, as JSON.',
    safeguards: ['164.312(b)'],
    publicRules: [
      'AwsSolutions-APIG1',
      'CKV_AWS_76',
      'W46',
      'APIGWAccessLogging',
      'APIGWStructuredLogging',
      'apigatewayv2.Stage.configureAccessLogging',
      'apigatewayv2.Stage.enableAccessLogging',
    ],
    fix: 'Set accessLogSettings with a JSON format.',
    check: checkEach(stageType, (stage) => {
      if (readInput(stage, 'accessLogSettings.destinationArn') === undefined) return 'has no access log';
      const format = String(readInput(stage, 'accessLogSettings.format') ?? '');
      return format.startsWith('{') ? undefined : 'has an access log that is not JSON';
    }),
  },
  {
    id: 'api-origins-named',
    description: 'Only web pages from listed origins can call the API.',
    safeguards: ['164.312(a)(1)'],
    publicRules: ['CKV2_AWS_75'],
    fix: 'List the origins in api.corsAllowedOrigins, without wildcards.',
    check: checkEach('aws:apigatewayv2/api:Api', (api) => {
      const origins = readInputList<string>(api, 'corsConfiguration.allowOrigins');
      const wildcard = origins.find((origin) => origin.includes('*'));
      return wildcard && `allows calls from the origin ${wildcard}`;
    }),
  },
  {
    id: 'api-throttled',
    description: "The API has its own throttle instead of the account's full quota.",
    safeguards: ['164.308(a)(7)(i)'],
    publicRules: ['APIGWDefaultThrottling'],
    fix: 'Set api.throttleRequestsPerSecond and api.throttleBurst.',
    check: checkEach(
      stageType,
      checkAll(
        mustBePositive('defaultRouteSettings.throttlingRateLimit'),
        mustBePositive('defaultRouteSettings.throttlingBurstLimit'),
      ),
    ),
  },
  {
    id: 'domain-tls',
    description: 'A custom domain of the API accepts only TLS 1.2 or later.',
    safeguards: ['164.312(e)(1)', '164.312(e)(2)(ii)'],
    publicRules: ['apigatewayv2.DomainName.configureDomainNameSecurityPolicy'],
    fix: 'Set domainNameConfiguration.securityPolicy to TLS_1_2.',
    check: checkEach(
      'aws:apigatewayv2/domainName:DomainName',
      mustBe('domainNameConfiguration.securityPolicy', 'TLS_1_2'),
    ),
  },
  {
    id: 'route-authorized',
    description: 'Each route of the API authenticates its callers.',
    safeguards: ['164.312(a)(1)', '164.312(d)'],
    publicRules: ['AwsSolutions-APIG4', 'CKV_AWS_309'],
    fix: 'Give the route an authorizer in config/functions.ts.',
    check: checkEach('aws:apigatewayv2/route:Route', (route, resources, today) => {
      const authorization = readInput(route, 'authorizationType');
      // IAM needs no authorizer; a JWT route without one accepts any token.
      if (authorization === 'JWT') return mustHave('authorizerId')(route, resources, today);
      return authorization === 'AWS_IAM'
        ? undefined
        : `serves ${readInput(route, 'routeKey')} to unauthenticated callers`;
    }),
  },
];
