import { type Responder, resolveName, stableHex } from './responder.js';

export const cognitoResources: Readonly<Record<string, Responder>> = {
  'aws:cognito/userPool:UserPool': (request, { partition, region, accountId }) => {
    const id = `${region}_${stableHex(request.name, 9)}`;
    return {
      id,
      name: resolveName(request),
      arn: `arn:${partition}:cognito-idp:${region}:${accountId}:userpool/${id}`,
      endpoint: `cognito-idp.${region}.amazonaws.com/${id}`,
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
  'aws:cognito/userGroup:UserGroup': (request) => ({
    id: `${request.inputs.userPoolId}/${resolveName(request)}`,
    name: resolveName(request),
  }),
  'aws:cognito/riskConfiguration:RiskConfiguration': ({ inputs }) => ({ id: String(inputs.userPoolId) }),
  'aws:cognito/managedLoginBranding:ManagedLoginBranding': ({ name, inputs }) => ({
    id: `${inputs.userPoolId},${stableHex(name, 32)}`,
    managedLoginBrandingId: stableHex(name, 32),
  }),
};
