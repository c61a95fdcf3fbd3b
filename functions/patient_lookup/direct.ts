import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { ApiRouter } from '../http/app.js';
import { createHandler } from '../http/lambda.js';
import type { ProblemDocument } from '../http/problem.js';
import type { PatientMatches } from './schemas.js';

/**
 * The audit trail's subject for an invocation without API Gateway. Lambda doesn't say who invoked it, and the invoke
 * permission is the authentication. CloudTrail has the principal under the same request id.
 */
export const directSubject = 'lambda:direct-invocation';

type LookupResult = APIGatewayProxyStructuredResultV2 | PatientMatches | ProblemDocument;

type InvocationContext = Pick<Context, 'awsRequestId' | 'clientContext'>;

/**
 * Returns true for an event from API Gateway, which always has a request context and never a client context. AgentCore
 * Gateway always sets a client context, so tool input written by a model is never taken for an event.
 */
const isFromApiGateway = (event: unknown, context?: Partial<InvocationContext>): event is APIGatewayProxyEventV2 =>
  context?.clientContext == null && typeof event === 'object' && event !== null && 'requestContext' in event;

/**
 * Creates the Lambda handler for events of API Gateway and for direct tool input, as AgentCore Gateway and other
 * permitted callers send it. Both run the same operation; a direct caller gets only the body.
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
