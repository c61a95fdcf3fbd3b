import { createHash } from 'node:crypto';
import { buildArn, type Place } from '../../components/place.js';
import { type Responders, resolveName, respondWithInput, stableHex } from './responder.js';

const buildInvokeArn = ({ partition, region }: Place, functionArn: string) =>
  `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

/** Lambda and its scaling, IAM and Cognito. */
export const computeResponders: Responders = {
  'aws:lambda/function:Function': (request, place) => {
    const name = resolveName(request);
    const arn = buildArn(place, 'lambda', `function:${name}`);
    const version = request.inputs.publish === true ? '1' : '$LATEST';
    return {
      id: name,
      name,
      arn,
      version,
      qualifiedArn: `${arn}:${version}`,
      invokeArn: buildInvokeArn(place, arn),
      qualifiedInvokeArn: buildInvokeArn(place, `${arn}:${version}`),
    };
  },
  'aws:lambda/alias:Alias': (request, place) => {
    const name = resolveName(request);
    const functionName = String(request.inputs.functionName).split(':').at(-1);
    const arn = buildArn(place, 'lambda', `function:${functionName}:${name}`);
    return { id: arn, name, arn, invokeArn: buildInvokeArn(place, arn) };
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': ({ inputs }) => ({
    id: `${inputs.functionName}:${inputs.qualifier}`,
  }),
  'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig': ({ inputs }) => ({
    id: `${inputs.functionName},${inputs.qualifier}`,
  }),
  'aws:lambda/permission:Permission': ({ name }) => {
    const statementId = `${name}-${stableHex(name, 7)}`;
    return { id: statementId, statementId };
  },
  'aws:lambda/invocation:Invocation': ({ inputs }) => ({
    id: `${inputs.functionName},${inputs.qualifier ?? '$LATEST'},${createHash('md5').update(String(inputs.input)).digest('hex')}`,
    result: '{}',
  }),
  'aws:appautoscaling/target:Target': ({ name, inputs }, place) => ({
    id: String(inputs.resourceId),
    arn: buildArn(place, 'application-autoscaling', `scalable-target/${stableHex(name, 36)}`),
  }),
  'aws:appautoscaling/scheduledAction:ScheduledAction': (request, place) => {
    const name = resolveName(request);
    const { serviceNamespace, resourceId } = request.inputs;
    const action = `${stableHex(name, 36)}:resource/${serviceNamespace}/${resourceId}:scheduledActionName/${name}`;
    return {
      id: `${name}-${serviceNamespace}-${resourceId}`,
      name,
      arn: buildArn(place, 'autoscaling', `scheduledAction:${action}`),
    };
  },
  'aws:iam/role:Role': (request, { partition, accountId }) => {
    const name = resolveName(request);
    return {
      id: name,
      name,
      arn: `arn:${partition}:iam::${accountId}:role/${name}`,
      uniqueId: `AROA${stableHex(name, 17).toUpperCase()}`,
    };
  },
  'aws:iam/rolePolicy:RolePolicy': (request) => {
    const name = resolveName(request);
    return { id: `${request.inputs.role}:${name}`, name };
  },
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': ({ name, inputs }) => ({
    id: `${inputs.role}-${stableHex(name, 12)}`,
  }),
  'aws:cognito/userPool:UserPool': (request, place) => {
    const id = `${place.region}_${stableHex(request.name, 9)}`;
    return {
      id,
      name: resolveName(request),
      arn: buildArn(place, 'cognito-idp', `userpool/${id}`),
      endpoint: `cognito-idp.${place.region}.amazonaws.com/${id}`,
    };
  },
  'aws:cognito/userPoolClient:UserPoolClient': (request) => ({
    id: stableHex(request.name, 26),
    name: resolveName(request),
    clientSecret: '',
  }),
  'aws:cognito/userPoolDomain:UserPoolDomain': ({ name, inputs }, { region }) => ({
    id: String(inputs.domain),
    cloudfrontDistribution: `d${stableHex(name, 13)}.cloudfront.net`,
    s3Bucket: `aws-cognito-prod-${region}-assets`,
  }),
  'aws:cognito/userGroup:UserGroup': (request) => {
    const name = resolveName(request);
    return { id: `${request.inputs.userPoolId}/${name}`, name };
  },
  'aws:cognito/riskConfiguration:RiskConfiguration': respondWithInput('userPoolId'),
  'aws:cognito/managedLoginBranding:ManagedLoginBranding': ({ name, inputs }) => {
    const managedLoginBrandingId = stableHex(name, 32);
    return { id: `${inputs.userPoolId},${managedLoginBrandingId}`, managedLoginBrandingId };
  },
};
