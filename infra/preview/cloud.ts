import type { Place } from '../components/place.js';
import { apigatewayv2Resources } from './cloud/apigatewayv2.js';
import { appautoscalingResources } from './cloud/appautoscaling.js';
import { cloudtrailResources } from './cloud/cloudtrail.js';
import { cloudwatchResources } from './cloud/cloudwatch.js';
import { cognitoResources } from './cloud/cognito.js';
import { costResources } from './cloud/costs.js';
import { ec2Resources } from './cloud/ec2.js';
import { ecrResources } from './cloud/ecr.js';
import { iamResources } from './cloud/iam.js';
import { kmsResources } from './cloud/kms.js';
import { lambdaResources } from './cloud/lambda.js';
import { rdsResources } from './cloud/rds.js';
import { type ResourceRequest, type ResourceState, type Responder, stableHex } from './cloud/responder.js';
import { route53Resources } from './cloud/route53.js';
import { s3Resources } from './cloud/s3.js';
import { secretsmanagerResources } from './cloud/secretsmanager.js';
import { snsResources } from './cloud/sns.js';
import { sqsResources } from './cloud/sqs.js';

const responders: Readonly<Record<string, Responder>> = {
  'pulumi:providers:aws': ({ name }) => ({ id: stableHex(name, 36) }),
  ...apigatewayv2Resources,
  ...appautoscalingResources,
  ...cloudtrailResources,
  ...cloudwatchResources,
  ...costResources,
  ...ec2Resources,
  ...ecrResources,
  ...cognitoResources,
  ...iamResources,
  ...kmsResources,
  ...lambdaResources,
  ...route53Resources,
  ...s3Resources,
  ...snsResources,
  ...sqsResources,
  ...secretsmanagerResources,
  ...rdsResources,
};

/**
 * What AWS would answer.
 * @throws Error for a type whose answer nobody has written down: a made-up one would hide mistakes in what uses it
 */
export function respond(request: ResourceRequest, place: Place): ResourceState {
  const responder = responders[request.type];
  if (responder === undefined) {
    throw new Error(
      `${request.type} (${request.name}): infra/preview/cloud/ does not say what AWS answers for this type`,
    );
  }
  return responder(request, place);
}

/** Look-ups: the program may ask for nothing but these. */
const lookups: Readonly<Record<string, (place: Place) => Record<string, unknown>>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': ({ partition, accountId }) => ({
    accountId,
    arn: `arn:${partition}:iam::${accountId}:role/preview`,
    id: accountId,
    userId: 'AROAEXAMPLEPREVIEW:preview',
  }),
  'aws:index/getAvailabilityZones:getAvailabilityZones': ({ region }) => {
    const names = ['a', 'b', 'c', 'd'].map((letter) => `${region}${letter}`);
    return { id: region, names, zoneIds: names, groupNames: [region] };
  },
  'aws:index/getPartition:getPartition': ({ partition }) => ({
    partition,
    id: partition,
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  }),
  'aws:secretsmanager/getRandomPassword:getRandomPassword': () => ({
    randomPassword: stableHex('password', 40),
    id: 'none',
  }),
};

/** @throws Error for a look-up that an offline plan can't answer */
export function runLookup(token: string, place: Place): Record<string, unknown> {
  const answer = lookups[token];
  if (answer === undefined) throw new Error(`${token}: an offline plan can't answer this look-up`);
  return answer(place);
}
