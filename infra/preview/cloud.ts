import { cloudwatchResources } from './cloud/cloudwatch.js';
import { cognitoResources } from './cloud/cognito.js';
import { iamResources } from './cloud/iam.js';
import { lambdaResources } from './cloud/lambda.js';
import { rdsResources } from './cloud/rds.js';
import { drawn, type Place, type Request, type Responder, type Response } from './cloud/responder.js';
import { vpcResources } from './cloud/vpc.js';

const responders: Readonly<Record<string, Responder>> = {
  ...cloudwatchResources,
  ...cognitoResources,
  ...iamResources,
  ...lambdaResources,
  ...rdsResources,
  ...vpcResources,
};

/**
 * What AWS would answer.
 * @throws Error for a type whose answer nobody has written down: a made-up one would hide mistakes in what uses it
 */
export function respond(request: Request, place: Place): Response {
  const responder = responders[request.type];
  if (responder === undefined) {
    throw new Error(
      `${request.type} (${request.name}): infra/preview/cloud/ does not say what AWS answers for this type`,
    );
  }
  return responder(request, place);
}

/** Look-ups: the program may ask for nothing but these. */
const lookUps: Readonly<Record<string, (place: Place) => Record<string, unknown>>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': ({ partition, accountId }) => ({
    accountId,
    arn: `arn:${partition}:iam::${accountId}:role/preview`,
    id: accountId,
    userId: 'AROAEXAMPLEPREVIEW:preview',
  }),
  'aws:index/getPartition:getPartition': ({ partition }) => ({
    partition,
    id: partition,
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  }),
  'aws:secretsmanager/getRandomPassword:getRandomPassword': () => ({
    randomPassword: drawn('password', 40),
    id: 'none',
  }),
};

/** @throws Error for a look-up that an offline plan can't answer */
export function lookUp(token: string, place: Place): Record<string, unknown> {
  const answer = lookUps[token];
  if (answer === undefined) throw new Error(`${token}: an offline plan can't answer this look-up`);
  return answer(place);
}
