import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { ApiRouter } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import type { ProblemDocument } from '../http/problem.js';
import type { PatientMatches } from './schemas.js';

/**
 * Who an invocation without API Gateway is on the audit trail. Lambda tells no function who invoked it: the permission to
 * invoke is the sign-in, and CloudTrail has the principal under the request id that the event on the trail has too.
 */
export const directSubject = 'lambda:direct-invocation';

type LookupResult = APIGatewayProxyStructuredResultV2 | PatientMatches | ProblemDocument;

type InvocationContext = Pick<Context, 'awsRequestId' | 'clientContext'>;

/**
 * API Gateway sets a request context on every event; the input of a tool has no such field. It sets no client context, while
 * AgentCore Gateway always does: input that a model wrote is never taken for an event, whatever stands in it.
 */
const isFromApiGateway = (event: unknown, context?: Partial<InvocationContext>): event is APIGatewayProxyEventV2 =>
  context?.clientContext == null && typeof event === 'object' && event !== null && 'requestContext' in event;

/**
 * What Lambda calls: an event of API Gateway, or the input of the tool itself, as AgentCore Gateway and any other caller
 * with the permission to invoke send it. Both go through the same operation; the tool is answered with the body alone.
 */
export function createLookupHandler(app: ApiRouter) {
  const answerHttp = createHandler(app);
  return async (event: unknown, context?: InvocationContext): Promise<LookupResult> => {
    if (isFromApiGateway(event, context)) return answerHttp(event);
    const request = new Request('https://localhost/v1/patient-lookup', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(event ?? null),
    });
    const requestContext = {
      ...(context && { requestId: context.awsRequestId }),
      authorizer: { iam: { userArn: directSubject } },
    };
    const answer = await app.fetch(request, { requestContext });
    return (await answer.json()) as PatientMatches | ProblemDocument;
  };
}
