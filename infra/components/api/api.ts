import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { cors } from '../../../config/cors.js';
import type { FunctionName } from '../../../config/functions.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import { Component, type LogArgs } from '../component.js';
import { Domain, type DomainSettings } from './domain.js';
import { type ApiRoute, listApiRoutes } from './routes.js';

export interface ApiFunction {
  readonly name: FunctionName;
  readonly functionName: pulumi.Input<string>;
  readonly aliasName: pulumi.Input<string>;
  readonly invokeArn: pulumi.Input<string>;
}

interface SharedArgs {
  readonly functions: readonly ApiFunction[];
  readonly throttleRequestsPerSecond: number;
  readonly throttleBurst: number;
  /** Tighter limits for the routes of some functions. */
  readonly throttles: StackConfig['api']['throttles'];
  readonly accessLog: LogArgs;
}

/** People send an access token of this issuer, issued for this client. */
export interface PeopleApiArgs extends SharedArgs {
  readonly audience: 'people';
  readonly issuer: pulumi.Input<string>;
  readonly clientId: pulumi.Input<string>;
  readonly corsAllowedOrigins: readonly string[];
  readonly domain: DomainSettings | undefined;
}

export interface MachinesApiArgs extends SharedArgs {
  readonly audience: 'machines';
}

export type ApiArgs = PeopleApiArgs | MachinesApiArgs;

/** The timeout of the functions behind the API, below the 30 s maximum of an HTTP API. */
const integrationTimeoutMilliseconds = 29_000;

/** Logs the route of a request but not its path and query, which contain ids and search terms. */
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
 * An HTTP API in front of the functions: one instance for people, with JWTs, one for machines, with IAM signatures. Its
 * own rejections (401 of the authorizer, 403 of IAM, 429 of the throttle) are API Gateway's `{"message": …}`, not problem
 * details: an HTTP API can't change them.
 */
export class Api extends Component<ApiArgs> {
  readonly url: pulumi.Output<string>;
  readonly apiId: pulumi.Output<string>;

  constructor(name: string, args: ApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:api:Api', name, args, opts);
    const { origins, domain } = this.browserAccess;
    const apiRoutes = listApiRoutes(args.audience, { isCalledByPages: origins.length > 0 });
    const api = this.createApi();
    const authorizer = args.audience === 'people' ? this.createAuthorizer(api, args) : undefined;
    const targets = this.createIntegrations(api, apiRoutes);
    const routes = apiRoutes.map((route) => this.createRoute(api, route, authorizer, targets));
    this.allowInvocations(api, apiRoutes);
    const stage = this.createStage(api, apiRoutes, routes);
    if (domain) {
      new Domain(`${name}-domain`, { settings: domain, apiId: api.id, stageId: stage.id }, { parent: this });
    }
    this.url = domain ? pulumi.output(`https://${domain.name}`) : api.apiEndpoint;
    this.apiId = api.id;
    this.registerOutputs({ url: this.url, apiId: this.apiId });
  }

  /** Machines call the API under API Gateway's host name, never from pages. */
  private get browserAccess(): { origins: readonly string[]; domain: DomainSettings | undefined } {
    const { args } = this;
    return args.audience === 'people'
      ? { origins: args.corsAllowedOrigins, domain: args.domain }
      : { origins: [], domain: undefined };
  }

  private createApi(): aws.apigatewayv2.Api {
    const { origins, domain } = this.browserAccess;
    return new aws.apigatewayv2.Api(
      `${this.name}-api`,
      {
        protocolType: 'HTTP',
        ipAddressType: 'dualstack',
        disableExecuteApiEndpoint: domain !== undefined,
        ...(origins.length > 0 && { corsConfiguration: toCorsConfiguration(origins) }),
      },
      { parent: this },
    );
  }

  private createAuthorizer(
    { id: apiId }: aws.apigatewayv2.Api,
    { issuer, clientId }: PeopleApiArgs,
  ): aws.apigatewayv2.Authorizer {
    return new aws.apigatewayv2.Authorizer(
      `${this.name}-tokens`,
      {
        apiId,
        authorizerType: 'JWT',
        identitySources: ['$request.header.Authorization'],
        jwtConfiguration: { issuer, audiences: [clientId] },
      },
      { parent: this },
    );
  }

  /** Creates one integration per function, which its routes share. Returns their targets. */
  private createIntegrations(
    { id: apiId }: aws.apigatewayv2.Api,
    routes: readonly ApiRoute[],
  ): ReadonlyMap<FunctionName, pulumi.Output<string>> {
    const names = new Set(routes.map((route) => route.function));
    return new Map(
      [...names].map((each) => {
        const integration = new aws.apigatewayv2.Integration(
          `${this.name}-${each}`,
          {
            apiId,
            integrationType: 'AWS_PROXY',
            integrationMethod: 'POST',
            integrationUri: this.findFunction(each).invokeArn,
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
    { id: apiId }: aws.apigatewayv2.Api,
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
      `${this.name}-${toResourceName(route.key)}`,
      { apiId, routeKey: route.key, ...(target && { target }), ...authorization },
      { parent: this },
    );
  }

  /** Lets this API invoke each function, but only from the function's own paths. */
  private allowInvocations({ executionArn }: aws.apigatewayv2.Api, routes: readonly ApiRoute[]): void {
    for (const [path, each] of new Map(routes.map((route) => [route.path, route.function]))) {
      const { functionName, aliasName } = this.findFunction(each);
      const source = path === '/$default' ? '*/$default' : `*/*${path}`;
      new aws.lambda.Permission(
        `${this.name}-${toResourceName(path)}-invocation`,
        {
          action: 'lambda:InvokeFunction',
          principal: 'apigateway.amazonaws.com',
          function: functionName,
          qualifier: aliasName,
          sourceArn: pulumi.interpolate`${executionArn}/${source}`,
        },
        { parent: this },
      );
    }
  }

  /** Waits for the routes: API Gateway rejects limits for routes that don't exist. */
  private createStage(
    api: aws.apigatewayv2.Api,
    apiRoutes: readonly ApiRoute[],
    routes: aws.apigatewayv2.Route[],
  ): aws.apigatewayv2.Stage {
    const { throttles, throttleRequestsPerSecond, throttleBurst } = this.args;
    const log = this.createAccessLog(api);
    const routeSettings = apiRoutes.flatMap(({ key: routeKey, function: each }) => {
      const limit = throttles[each];
      return limit === undefined || routeKey === '$default'
        ? []
        : [{ routeKey, throttlingRateLimit: limit.requestsPerSecond, throttlingBurstLimit: limit.burst }];
    });
    return new aws.apigatewayv2.Stage(
      `${this.name}-stage`,
      {
        apiId: api.id,
        name: '$default',
        autoDeploy: true,
        accessLogSettings: { destinationArn: log.arn, format: accessLogFormat },
        defaultRouteSettings: { throttlingRateLimit: throttleRequestsPerSecond, throttlingBurstLimit: throttleBurst },
        routeSettings,
      },
      { parent: this, dependsOn: routes },
    );
  }

  /**
   * Groups with this prefix share one line in CloudWatch Logs' resource policy, whose size is limited. The class is part of
   * the name because a group of another class is created before the old one is deleted.
   */
  private createAccessLog({ id }: aws.apigatewayv2.Api): aws.cloudwatch.LogGroup {
    const { accessLog } = this.args;
    const suffix = accessLog.logClass === 'infrequentAccess' ? '-infrequent' : '';
    const name = pulumi.interpolate`/aws/vendedlogs/apigateway/${id}${suffix}`;
    return this.createLogGroup('access-log', accessLog, name);
  }

  private findFunction(name: FunctionName): ApiFunction {
    const found = this.args.functions.find((each) => each.name === name);
    if (found === undefined) throw new Error(`The API has routes of ${name}, but that function is not published.`);
    return found;
  }
}

/** Lets pages of these origins call the API. Tokens are sent in a header, so no credentials in cookies are allowed. */
const toCorsConfiguration = (origins: readonly string[]): aws.types.input.apigatewayv2.ApiCorsConfiguration => ({
  allowOrigins: [...origins],
  ...cors,
  allowCredentials: false,
});

/** Converts a route to its part of logical names: `ANY /v1/medics/{proxy+}` to `any-v1-medics-proxy`. */
const toResourceName = (key: string): string =>
  key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
