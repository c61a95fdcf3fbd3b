import { drawn, type Place, type Request, type Responder } from './responder.js';

const rule: Responder = ({ name }: Request, { partition, region, accountId }: Place) => {
  const id = `sgr-${drawn(name, 17)}`;
  return {
    id,
    securityGroupRuleId: id,
    arn: `arn:${partition}:ec2:${region}:${accountId}:security-group-rule/${id}`,
  };
};

export const vpcResources: Readonly<Record<string, Responder>> = {
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': rule,
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': rule,
};
