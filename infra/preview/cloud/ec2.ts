import type { Place } from '../../components/place.js';
import { type Responder, resolveName, stableHex } from './responder.js';

const buildId = (kind: string, name: string): string => `${kind}-0${stableHex(`${kind} ${name}`, 16)}`;

const buildArn = ({ partition, region, accountId }: Place, path: string): string =>
  `arn:${partition}:ec2:${region}:${accountId}:${path}`;

const respondWithIdAndArn =
  (kind: string, path: string): Responder =>
  ({ name }, place) => {
    const id = buildId(kind, name);
    return { id, arn: buildArn(place, `${path}/${id}`) };
  };

export const ec2Resources: Readonly<Record<string, Responder>> = {
  'aws:ec2/securityGroup:SecurityGroup': (request, place) => {
    const id = buildId('sg', request.name);
    return { id, name: resolveName(request), arn: buildArn(place, `security-group/${id}`) };
  },
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': respondWithIdAndArn('sg', 'security-group'),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': respondWithIdAndArn('sgr', 'security-group-rule'),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': respondWithIdAndArn('sgr', 'security-group-rule'),
  'aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway': ({ name }) => ({ id: buildId('eigw', name) }),
  'aws:ec2/route:Route': ({ name, inputs }) => ({ id: `r-${inputs.routeTableId}${stableHex(name, 10)}` }),
  'aws:ec2/flowLog:FlowLog': respondWithIdAndArn('fl', 'vpc-flow-log'),
  'aws:ec2/vpcEndpoint:VpcEndpoint': ({ name, inputs }, place) => {
    const id = buildId('vpce', name);
    return {
      id,
      arn: buildArn(place, `vpc-endpoint/${id}`),
      ...(inputs.vpcEndpointType === 'Gateway' && { prefixListId: buildId('pl', name) }),
    };
  },
};
