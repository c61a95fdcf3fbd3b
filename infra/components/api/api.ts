import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { FunctionName } from '../../../config/functions.js';
import type { LogClass } from '../../../config/settings/fields.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import { toLogGroupClass } from '../log-class.js';
import { Domain, type DomainSettings } from './domain.js';
import { type ApiRoute, listApiRoutes } from './routes.js';

/** A published function, as far as an API needs it. */
export interface ApiFunction {
  readonly name: FunctionName;
  readonly functionName: pulumi.Input<string>;
  readonly aliasName: pulumi.Input<string>;
  readonly invokeArn: pulumi.Input<string>;
}

interface CommonArgs {
  readonly functions: readonly ApiFunction[];
  readonly throttleRequestsPerSecond: number;
  readonly throttleBurst: number;
  /** Tighter limits of single functions' routes. */
  readonly throttles: StackConfig['api']['throttles'];
  readonly accessLogRetentionDays: number;
  readonly accessLogClass: LogClass;
  readonly auditKeyArn: pulumi.Input<string>;
}

/** People bring an access token of this issuer, made for one of these clients. */
export interface PeopleApiArgs extends CommonArgs {
  readonly audience: 'people';
  readonly issuer: pulumi.Input<string>;
  readonly clientIds: pulumi.Input<string>[];
  readonly corsAllowedOrigins: readonly string[];
  readonly domain?: DomainSettings | undefined;
}

export interface MachinesApiArgs extends CommonArgs {
  readonly audience: 'machines';
}

export type ApiArgs = PeopleApiArgs | MachinesApiArgs;

/** Below the 30 s that an HTTP API can wait at most, and what the functions behind it have. */
const integrationTimeoutMilliseconds = 29_000;

/** What a request left behind, by its route and never by its path or query, which hold ids and search terms. */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMilliseconds: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
  integrationLatencyMilliseconds: '$context.integrationLatency',
  subject: '$context.authorizer.claims.sub',
  principalArn: '$context.identity.userArn',
  error: '$context.error.message',
  authorizerError: '$context.authorizer.error',
});

/**
 * An HTTP API in front of the functions. Its own refusals (401 of the authorizer, 403 of IAM, 429 of the throttle) are API
 * Gateway's JSON `{"message": …}` and no problem documents: an HTTP API can't be told otherwise.
 */
export class Api extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  readonly apiId: pulumi.Output<string>;
  readonly stageName: pulumi.Output<string>;

  constructor(name: string, args: ApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:api:Api', name, {}, opts);
    const isCalledByPages = args.audience === 'people' && args.corsAllowedOrigins.length > 0;
    const apiRoutes = listApiRoutes(args.audience, { isCalledByPages });
    const api = this.createApi(name, args);
    const authorizer = args.audience === 'people' ? this.createAuthorizer(name, api, args) : undefined;
    const targets = this.integrate(name, api, apiRoutes, args);
    const routes = apiRoutes.map((route) => this.createRoute(name, api, route, authorizer, targets));
    this.allowInvocations(name, api, apiRoutes, args);
    const stage = this.createStage(name, api, apiRoutes, routes, args);
    const domain = args.audience === 'people' ? args.domain : undefined;
    if (domain) new Domain(`${name}-domain`, { ...domain, apiId: api.id, stageId: stage.id }, { parent: this });
    this.url = domain ? pulumi.output(`https://${domain.name}`) : api.apiEndpoint;
    this.apiId = api.id;
    this.stageName = stage.name;
    this.registerOutputs({ url: this.url, apiId: this.apiId, stageName: this.stageName });
  }

  private createApi(name: string, args: ApiArgs): aws.apigatewayv2.Api {
    const origins = args.audience === 'people' ? args.corsAllowedOrigins : [];
    const hasOwnName = args.audience === 'people' && args.domain !== undefined;
    return new aws.apigatewayv2.Api(
      `${name}-api`,
      {
        protocolType: 'HTTP',
        ipAddressType: 'dualstack',
        disableExecuteApiEndpoint: hasOwnName,
        ...(origins.length > 0 && { corsConfiguration: toCorsConfiguration(origins) }),
      },
      { parent: this },
    );
  }

  private createAuthorizer(
    name: string,
    api: aws.apigatewayv2.Api,
    { issuer, clientIds }: PeopleApiArgs,
  ): aws.apigatewayv2.Authorizer {
    return new aws.apigatewayv2.Authorizer(
      `${name}-tokens`,
      {
        apiId: api.id,
        authorizerType: 'JWT',
        identitySources: ['$request.header.Authorization'],
        jwtConfiguration: { issuer, audiences: clientIds },
      },
      { parent: this },
    );
  }

  /** One integration a function; its routes share it. */
  private integrate(
    name: string,
    api: aws.apigatewayv2.Api,
    routes: readonly ApiRoute[],
    { functions }: ApiArgs,
  ): ReadonlyMap<FunctionName, pulumi.Output<string>> {
    const called = new Set(routes.map((route) => route.function));
    return new Map(
      [...called].map((each) => {
        const integration = new aws.apigatewayv2.Integration(
          `${name}-${each}`,
          {
            apiId: api.id,
            integrationType: 'AWS_PROXY',
            integrationMethod: 'POST',
            integrationUri: findFunction(functions, each).invokeArn,
            payloadFormatVersion: '2.0',
            timeoutMilliseconds: integrationTimeoutMilliseconds,
          },
          { parent: this },
        );
        return [each, pulumi.interpolate`integrations/${integration.id}`];
      }),
    );
  }

  private createRoute(
    name: string,
    api: aws.apigatewayv2.Api,
    route: ApiRoute,
    authorizer: aws.apigatewayv2.Authorizer | undefined,
    targets: ReadonlyMap<FunctionName, pulumi.Output<string>>,
  ): aws.apigatewayv2.Route {
    const target = targets.get(route.function);
    const authorization = {
      jwt: { authorizationType: 'JWT', ...(authorizer && { authorizerId: authorizer.id }) },
      iam: { authorizationType: 'AWS_IAM' },
      none: { authorizationType: 'NONE' },
    }[route.authorizer];
    return new aws.apigatewayv2.Route(
      `${name}-${toResourceName(route.key)}`,
      { apiId: api.id, routeKey: route.key, ...(target && { target }), ...authorization },
      { parent: this },
    );
  }

  /** A function may be called by this API from the paths that are its own, and by no other. */
  private allowInvocations(
    name: string,
    api: aws.apigatewayv2.Api,
    routes: readonly ApiRoute[],
    { functions }: ApiArgs,
  ): void {
    for (const [path, each] of new Map(routes.map((route) => [route.path, route.function]))) {
      const { functionName, aliasName } = findFunction(functions, each);
      const place = path === '/$default' ? '*/$default' : `*/*${path}`;
      new aws.lambda.Permission(
        `${name}-${toResourceName(path)}-invocation`,
        {
          action: 'lambda:InvokeFunction',
          principal: 'apigateway.amazonaws.com',
          function: functionName,
          qualifier: aliasName,
          sourceArn: pulumi.interpolate`${api.executionArn}/${place}`,
        },
        { parent: this },
      );
    }
  }

  /** Limits of routes are refused for routes that aren't there yet. */
  private createStage(
    name: string,
    api: aws.apigatewayv2.Api,
    planned: readonly ApiRoute[],
    routes: aws.apigatewayv2.Route[],
    args: ApiArgs,
  ): aws.apigatewayv2.Stage {
    const log = this.createLog(name, api, args);
    const routeSettings = planned.flatMap(({ key: routeKey, function: each }) => {
      const limit = args.throttles[each];
      return limit === undefined || routeKey === '$default'
        ? []
        : [{ routeKey, throttlingRateLimit: limit.requestsPerSecond, throttlingBurstLimit: limit.burst }];
    });
    return new aws.apigatewayv2.Stage(
      `${name}-stage`,
      {
        apiId: api.id,
        name: '$default',
        autoDeploy: true,
        accessLogSettings: { destinationArn: log.arn, format: accessLogFormat },
        defaultRouteSettings: {
          throttlingRateLimit: args.throttleRequestsPerSecond,
          throttlingBurstLimit: args.throttleBurst,
        },
        routeSettings,
      },
      { parent: this, dependsOn: routes },
    );
  }

  /**
   * Under the prefix for which CloudWatch Logs needs no line per group in its one, short resource policy. A group of another
   * class is made before the old one goes, so it has another name.
   */
  private createLog(
    name: string,
    api: aws.apigatewayv2.Api,
    { accessLogRetentionDays, accessLogClass, auditKeyArn }: ApiArgs,
  ): aws.cloudwatch.LogGroup {
    const ending = accessLogClass === 'standard' ? '' : '-infrequent';
    return new aws.cloudwatch.LogGroup(
      `${name}-access-log`,
      {
        name: pulumi.interpolate`/aws/vendedlogs/apigateway/${api.id}${ending}`,
        retentionInDays: accessLogRetentionDays,
        kmsKeyId: auditKeyArn,
        logGroupClass: toLogGroupClass(accessLogClass),
      },
      { parent: this },
    );
  }
}

/** What pages of these origins may send and see; tokens go in a header, so cookies stay out. */
const toCorsConfiguration = (origins: readonly string[]): aws.types.input.apigatewayv2.ApiCorsConfiguration => ({
  allowOrigins: [...origins],
  allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'x-request-id'],
  exposeHeaders: [
    'allow',
    'etag',
    'idempotency-replayed',
    'location',
    'retry-after',
    'www-authenticate',
    'x-request-id',
  ],
  allowCredentials: false,
  maxAge: 3600,
});

/** A route's part of logical names: `ANY /v1/medics/{proxy+}` is `any-v1-medics-proxy`. */
const toResourceName = (key: string): string =>
  key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function findFunction(functions: readonly ApiFunction[], name: FunctionName): ApiFunction {
  const found = functions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`The API has routes of ${name}, but that function is not published.`);
  return found;
}
