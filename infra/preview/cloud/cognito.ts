import { autoName, drawn, type Responder } from './responder.js';

export const cognitoResources: Readonly<Record<string, Responder>> = {
  'aws:cognito/userPool:UserPool': (request, { partition, region, accountId }) => {
    const id = `${region}_${drawn(request.name, 9)}`;
    return {
      id,
      name: autoName(request),
      arn: `arn:${partition}:cognito-idp:${region}:${accountId}:userpool/${id}`,
      endpoint: `cognito-idp.${region}.amazonaws.com/${id}`,
    };
  },
  'aws:cognito/userPoolClient:UserPoolClient': (request) => ({
    id: drawn(request.name, 26),
    name: autoName(request),
    clientSecret: '',
  }),
  'aws:cognito/userPoolDomain:UserPoolDomain': ({ name, inputs }, { region }) => ({
    id: String(inputs.domain),
    cloudfrontDistribution: `d${drawn(name, 13)}.cloudfront.net`,
    s3Bucket: `aws-cognito-prod-${region}-assets`,
  }),
  'aws:cognito/userGroup:UserGroup': (request) => ({
    id: `${request.inputs.userPoolId}/${autoName(request)}`,
    name: autoName(request),
  }),
  'aws:cognito/riskConfiguration:RiskConfiguration': ({ inputs }) => ({ id: String(inputs.userPoolId) }),
  'aws:cognito/managedLoginBranding:ManagedLoginBranding': ({ name, inputs }) => ({
    id: `${inputs.userPoolId},${drawn(name, 32)}`,
    managedLoginBrandingId: drawn(name, 32),
  }),
};
