import { buildArn } from '../../components/place.js';
import { buildEc2Id, type Responder, type Responders, resolveName, respondWithInput, stableHex } from './responder.js';

const respondWithEc2Id =
  (kind: string, path: string): Responder =>
  ({ name }, place) => {
    const id = buildEc2Id(kind, name);
    return { id, arn: buildArn(place, 'ec2', `${path}/${id}`) };
  };

const respondWithShortId: Responder = ({ name }) => ({ id: stableHex(name, 7) });

/** VPC, API Gateway and Route 53. */
export const networkResponders: Responders = {
  'aws:ec2/securityGroup:SecurityGroup': (request, place) => ({
    ...respondWithEc2Id('sg', 'security-group')(request, place),
    name: resolveName(request),
  }),
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': respondWithEc2Id('sg', 'security-group'),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': respondWithEc2Id('sgr', 'security-group-rule'),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': respondWithEc2Id('sgr', 'security-group-rule'),
  'aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway': ({ name }) => ({ id: buildEc2Id('eigw', name) }),
  'aws:ec2/route:Route': ({ name, inputs }) => ({ id: `r-${inputs.routeTableId}${stableHex(name, 10)}` }),
  'aws:ec2/flowLog:FlowLog': respondWithEc2Id('fl', 'vpc-flow-log'),
  'aws:ec2/vpcEndpoint:VpcEndpoint': (request, place) => ({
    ...respondWithEc2Id('vpce', 'vpc-endpoint')(request, place),
    ...(request.inputs.vpcEndpointType === 'Gateway' && { prefixListId: buildEc2Id('pl', request.name) }),
  }),
  'aws:route53/record:Record': ({ inputs }) => ({
    id: `${inputs.zoneId}_${inputs.name}_${inputs.type}`,
    fqdn: String(inputs.name),
  }),
  'aws:apigatewayv2/api:Api': (request, place) => {
    const id = stableHex(request.name, 10);
    return {
      id,
      name: resolveName(request),
      arn: `arn:${place.partition}:apigateway:${place.region}::/apis/${id}`,
      apiEndpoint: `https://${id}.execute-api.${place.region}.amazonaws.com`,
      executionArn: buildArn(place, 'execute-api', id),
    };
  },
  'aws:apigatewayv2/apiMapping:ApiMapping': respondWithShortId,
  'aws:apigatewayv2/authorizer:Authorizer': respondWithShortId,
  'aws:apigatewayv2/integration:Integration': respondWithShortId,
  'aws:apigatewayv2/route:Route': respondWithShortId,
  'aws:apigatewayv2/domainName:DomainName': (request, place) => ({
    ...respondWithInput('domainName')(request, place),
    arn: `arn:${place.partition}:apigateway:${place.region}::/domainnames/${request.inputs.domainName}`,
    domainNameConfiguration: {
      ...(request.inputs.domainNameConfiguration as object),
      targetDomainName: `d-${stableHex(request.name, 10)}.execute-api.${place.region}.amazonaws.com`,
      hostedZoneId: `Z${stableHex(place.region, 13).toUpperCase()}`,
    },
  }),
  'aws:apigatewayv2/stage:Stage': ({ inputs }, { partition, region }) => ({
    id: String(inputs.name),
    arn: `arn:${partition}:apigateway:${region}::/apis/${inputs.apiId}/stages/${inputs.name}`,
    invokeUrl: `https://${inputs.apiId}.execute-api.${region}.amazonaws.com/`,
  }),
};
