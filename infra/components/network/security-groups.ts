import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { Component } from '../component.js';

export interface SecurityGroupsArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Prefix lists of S3 and DynamoDB, which the gateway endpoints route to. */
  readonly gatewayPrefixListIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Lets functions that leave the VPC use IPv6 as well as IPv4. */
  readonly dualStack: boolean;
}

const postgres = { ipProtocol: 'tcp', fromPort: 5432, toPort: 5432 };
const https = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };

type Destination = Pick<aws.vpc.SecurityGroupEgressRuleArgs, 'cidrIpv4' | 'cidrIpv6' | 'prefixListId'>;

/**
 * The traffic allowed in the VPC. Rules name groups, not addresses, except for functions that leave the VPC. No rule lets
 * traffic in from outside.
 */
export class SecurityGroups extends Component<SecurityGroupsArgs> {
  readonly database: aws.ec2.SecurityGroup;
  readonly isolatedFunctions: aws.ec2.SecurityGroup;
  readonly egressFunctions: aws.ec2.SecurityGroup;
  readonly endpoints: aws.ec2.SecurityGroup;

  constructor(name: string, args: SecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:network:SecurityGroups', name, args, opts);
    // AWS can't change the description of a group: another one replaces the group.
    this.database = this.createGroup('database', 'The database: reached by functions alone');
    this.isolatedFunctions = this.createGroup('isolated-functions', 'Functions that call nothing outside the VPC');
    this.egressFunctions = this.createGroup('egress-functions', 'Functions that call services outside the VPC');
    this.endpoints = this.createGroup('endpoints', 'Interface endpoints: reached by functions alone');
    this.closeDefaultGroup();
    this.connectFunctions('isolated', this.isolatedFunctions);
    this.connectFunctions('egress', this.egressFunctions);
    this.allowHttpsOut('internet', { cidrIpv4: '0.0.0.0/0' });
    if (args.dualStack) this.allowHttpsOut('internet-ipv6', { cidrIpv6: '::/0' });
    this.registerOutputs({});
  }

  private createGroup(purpose: string, description: string): aws.ec2.SecurityGroup {
    const { vpcId } = this.args;
    return new aws.ec2.SecurityGroup(`${this.name}-${purpose}`, { vpcId, description }, { parent: this });
  }

  /** The default group of a VPC lets its members talk to each other. Without rules it allows nothing. */
  private closeDefaultGroup(): void {
    const { vpcId } = this.args;
    new aws.ec2.DefaultSecurityGroup(`${this.name}-default`, { vpcId, ingress: [], egress: [] }, { parent: this });
  }

  private connectFunctions(purpose: 'isolated' | 'egress', functions: aws.ec2.SecurityGroup): void {
    this.connect(`${purpose}-to-database`, functions, this.database, {
      ...postgres,
      description: 'Functions to the database',
    });
    this.connect(`${purpose}-to-endpoints`, functions, this.endpoints, {
      ...https,
      description: 'Functions to AWS services',
    });
    for (const [service, prefixListId] of Object.entries(this.args.gatewayPrefixListIds)) {
      this.allowOut(`${purpose}-to-${service}`, functions, `Functions to ${service}, by its gateway endpoint`, {
        prefixListId,
      });
    }
  }

  /** Lets one group open connections to another: a rule on either side. */
  private connect(
    purpose: string,
    from: aws.ec2.SecurityGroup,
    to: aws.ec2.SecurityGroup,
    rule: typeof https & { description: string },
  ): void {
    new aws.vpc.SecurityGroupEgressRule(
      `${this.name}-${purpose}-out`,
      { securityGroupId: from.id, referencedSecurityGroupId: to.id, ...rule },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${this.name}-${purpose}-in`,
      { securityGroupId: to.id, referencedSecurityGroupId: from.id, ...rule },
      { parent: this },
    );
  }

  private allowHttpsOut(purpose: string, destination: Destination): void {
    const description = 'Functions to services outside of the VPC';
    this.allowOut(`egress-to-${purpose}`, this.egressFunctions, description, destination);
  }

  private allowOut(purpose: string, from: aws.ec2.SecurityGroup, description: string, destination: Destination): void {
    new aws.vpc.SecurityGroupEgressRule(
      `${this.name}-${purpose}`,
      { description, securityGroupId: from.id, ...https, ...destination },
      { parent: this },
    );
  }
}
