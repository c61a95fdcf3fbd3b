import { type Authorizer, type FunctionName, functionNames, getFunctionDefinition } from '../../../config/functions.js';

/** Callers of an API: people sign in and send a token, machines sign requests with IAM credentials. */
export type Audience = 'people' | 'machines';

export interface ApiRoute {
  /** Method and path, or `$default`. */
  readonly key: string;
  /** Path in the source ARN of an invocation. */
  readonly path: string;
  readonly function: FunctionName;
  readonly authorizer: Authorizer;
}

/** Handles requests without a route: API Gateway's own 404 would not be a problem document. */
const fallbackFunction: FunctionName = 'exams';

/**
 * Lists the routes of an API, from the catalog. If pages of other origins call the API, each path also has an OPTIONS route
 * without an authorizer: browsers send preflight requests without a token, which `ANY` would reject
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
 */
export function listApiRoutes(
  audience: Audience,
  { isCalledByPages }: { readonly isCalledByPages: boolean },
): ApiRoute[] {
  const routes = functionNames.flatMap((name) =>
    getFunctionDefinition(name).routes.flatMap(({ path, authorizer, isForMachines = false }): ApiRoute[] => {
      const any = { key: `ANY ${path}`, path, function: name };
      if (audience === 'machines') {
        return isForMachines || authorizer === 'iam' ? [{ ...any, authorizer: 'iam' }] : [];
      }
      const preflight: ApiRoute = { ...any, key: `OPTIONS ${path}`, authorizer: 'none' };
      return [{ ...any, authorizer }, ...(isCalledByPages && authorizer === 'jwt' ? [preflight] : [])];
    }),
  );
  return [...routes, { key: '$default', path: '/$default', function: fallbackFunction, authorizer: 'none' }];
}
