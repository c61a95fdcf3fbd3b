import type { Place } from '../../components/place.js';
import { autoName, drawn, type Responder } from './responder.js';

const idOf = (kind: string, name: string): string => `${kind}-0${drawn(`${kind} ${name}`, 16)}`;

const arnOf = ({ partition, region, accountId }: Place, path: string): string =>
  `arn:${partition}:ec2:${region}:${accountId}:${path}`;

const numbered =
  (kind: string, path: string): Responder =>
  ({ name }, place) => {
    const id = idOf(kind, name);
    return { id, arn: arnOf(place, `${path}/${id}`) };
  };

export const ec2Resources: Readonly<Record<string, Responder>> = {
  'aws:ec2/securityGroup:SecurityGroup': (request, place) => {
    const id = idOf('sg', request.name);
    return { id, name: autoName(request), arn: arnOf(place, `security-group/${id}`) };
  },
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': numbered('sg', 'security-group'),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': numbered('sgr', 'security-group-rule'),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': numbered('sgr', 'security-group-rule'),
  'aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway': ({ name }) => ({ id: idOf('eigw', name) }),
  'aws:ec2/route:Route': ({ name, inputs }) => ({ id: `r-${inputs.routeTableId}${drawn(name, 10)}` }),
  'aws:ec2/flowLog:FlowLog': numbered('fl', 'vpc-flow-log'),
  'aws:ec2/vpcEndpoint:VpcEndpoint': ({ name, inputs }, place) => {
    const id = idOf('vpce', name);
    return {
      id,
      arn: arnOf(place, `vpc-endpoint/${id}`),
      ...(inputs.vpcEndpointType === 'Gateway' && { prefixListId: idOf('pl', name) }),
    };
  },
};
