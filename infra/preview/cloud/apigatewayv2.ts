import { type Responder, resolveName, stableHex } from './responder.js';

const respondWithStableId: Responder = ({ name }) => ({ id: stableHex(name, 7) });

export const apigatewayv2Resources: Readonly<Record<string, Responder>> = {
  'aws:apigatewayv2/api:Api': (request, { partition, region, accountId }) => {
    const id = stableHex(request.name, 10);
    return {
      id,
      name: resolveName(request),
      arn: `arn:${partition}:apigateway:${region}::/apis/${id}`,
      apiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com`,
      executionArn: `arn:${partition}:execute-api:${region}:${accountId}:${id}`,
    };
  },
  'aws:apigatewayv2/apiMapping:ApiMapping': respondWithStableId,
  'aws:apigatewayv2/authorizer:Authorizer': respondWithStableId,
  'aws:apigatewayv2/integration:Integration': respondWithStableId,
  'aws:apigatewayv2/route:Route': respondWithStableId,
  'aws:apigatewayv2/domainName:DomainName': ({ name, inputs }, { partition, region }) => ({
    id: String(inputs.domainName),
    arn: `arn:${partition}:apigateway:${region}::/domainnames/${inputs.domainName}`,
    domainNameConfiguration: {
      ...(inputs.domainNameConfiguration as object),
      targetDomainName: `d-${stableHex(name, 10)}.execute-api.${region}.amazonaws.com`,
      hostedZoneId: `Z${stableHex(region, 13).toUpperCase()}`,
    },
  }),
  'aws:apigatewayv2/stage:Stage': ({ inputs }, { partition, region }) => ({
    id: String(inputs.name),
    arn: `arn:${partition}:apigateway:${region}::/apis/${inputs.apiId}/stages/${inputs.name}`,
    invokeUrl: `https://${inputs.apiId}.execute-api.${region}.amazonaws.com/`,
  }),
};
