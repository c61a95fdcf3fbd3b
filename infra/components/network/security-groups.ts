import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface SecurityGroupsArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Address lists of S3 and DynamoDB, which the gateway endpoints route to. */
  readonly gatewayPrefixListIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** IPv6 beside IPv4 for what leaves the VPC. */
  readonly dualStack: boolean;
}

const postgresPort = 5432;
const httpsPort = 443;

/** Who may talk to whom in the VPC. Groups name each other and no addresses, but for functions that call out. */
export class SecurityGroups extends pulumi.ComponentResource {
  readonly database: aws.ec2.SecurityGroup;
  readonly isolatedFunctions: aws.ec2.SecurityGroup;
  readonly egressFunctions: aws.ec2.SecurityGroup;
  readonly endpoints: aws.ec2.SecurityGroup;

  constructor(name: string, args: SecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:network:SecurityGroups', name, {}, opts);
    const createGroup = (purpose: string, description: string) =>
      new aws.ec2.SecurityGroup(`${name}-${purpose}`, { vpcId: args.vpcId, description }, { parent: this });
    this.database = createGroup('database', 'The database: reached by functions alone');
    this.isolatedFunctions = createGroup('isolated-functions', 'Functions that call nothing outside the VPC');
    this.egressFunctions = createGroup('egress-functions', 'Functions that call services outside the VPC');
    this.endpoints = createGroup('endpoints', 'Interface endpoints: reached by functions alone');
    this.closeDefaultGroup(name, args.vpcId);
    for (const [purpose, functions] of [
      ['isolated', this.isolatedFunctions],
      ['egress', this.egressFunctions],
    ] as const) {
      this.connect(
        `${name}-${purpose}-to-database`,
        functions,
        this.database,
        postgresPort,
        'Functions to the database',
      );
      this.connect(
        `${name}-${purpose}-to-endpoints`,
        functions,
        this.endpoints,
        httpsPort,
        'Functions to AWS services',
      );
      this.allowGateways(`${name}-${purpose}`, functions, args.gatewayPrefixListIds);
    }
    this.allowHttpsOut(`${name}-egress-to-internet`, { cidrIpv4: '0.0.0.0/0' });
    if (args.dualStack) this.allowHttpsOut(`${name}-egress-to-internet-ipv6`, { cidrIpv6: '::/0' });
    this.registerOutputs({});
  }

  /** The group that a VPC comes with lets its members talk to each other; without rules it lets nobody do anything. */
  private closeDefaultGroup(name: string, vpcId: pulumi.Input<string>) {
    new aws.ec2.DefaultSecurityGroup(`${name}-default`, { vpcId, ingress: [], egress: [] }, { parent: this });
  }

  private connect(
    name: string,
    from: aws.ec2.SecurityGroup,
    to: aws.ec2.SecurityGroup,
    port: number,
    description: string,
  ) {
    const ports = { description, ipProtocol: 'tcp', fromPort: port, toPort: port };
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-out`,
      { securityGroupId: from.id, referencedSecurityGroupId: to.id, ...ports },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-in`,
      { securityGroupId: to.id, referencedSecurityGroupId: from.id, ...ports },
      { parent: this },
    );
  }

  private allowGateways(
    name: string,
    from: aws.ec2.SecurityGroup,
    prefixListIds: SecurityGroupsArgs['gatewayPrefixListIds'],
  ) {
    for (const [service, prefixListId] of Object.entries(prefixListIds)) {
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-to-${service}`,
        {
          description: `Functions to ${service}, by its gateway endpoint`,
          securityGroupId: from.id,
          prefixListId,
          ipProtocol: 'tcp',
          fromPort: httpsPort,
          toPort: httpsPort,
        },
        { parent: this },
      );
    }
  }

  private allowHttpsOut(name: string, destination: { cidrIpv4: string } | { cidrIpv6: string }) {
    new aws.vpc.SecurityGroupEgressRule(
      name,
      {
        description: 'Functions to services outside of the VPC',
        securityGroupId: this.egressFunctions.id,
        ipProtocol: 'tcp',
        fromPort: httpsPort,
        toPort: httpsPort,
        ...destination,
      },
      { parent: this },
    );
  }
}
