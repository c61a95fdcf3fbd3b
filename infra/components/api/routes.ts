import { type Authorizer, type FunctionName, functionNames, getFunctionDefinition } from '../../../config/functions.js';

/** Whom an API is for: people sign in and bring a token, machines sign their requests with IAM credentials. */
export type Audience = 'people' | 'machines';

/** A route of API Gateway's, and the function behind it. */
export interface ApiRoute {
  /** Method and path, or `$default`. */
  readonly key: string;
  /** As the source ARN of an invocation has it. */
  readonly path: string;
  readonly function: FunctionName;
  readonly authorizer: Authorizer;
}

/** It has the API's own routes, and answers what has no route at all: API Gateway's own 404 is no problem document. */
const fallbackFunction: FunctionName = 'exams';

/**
 * The routes of an API, from the catalogue. Where pages of other origins call it, each path has a route for OPTIONS
 * without authorizer: browsers ask without a token, and `ANY` would refuse them
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
