import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { createAlarm, immediate } from '../alarm.js';
import { Component } from '../component.js';

export interface AccountAlarmsArgs {
  readonly logGroupName: pulumi.Input<string>;
  readonly topicArn: pulumi.Input<string>;
}

interface AccountAlarm {
  readonly pattern: string;
  /** Events within five minutes; 1 by default. */
  readonly threshold?: number;
  readonly meaning: string;
}

const matchAnyEvent = (...eventNames: readonly string[]): string =>
  `{ ${eventNames.map((name) => `($.eventName = ${name})`).join(' || ')} }`;

/**
 * Events that should hardly ever happen in an account. The patterns are those of the CIS AWS Foundations Benchmark;
 * Prowler's HIPAA mapping requires them.
 */
export const accountAlarms = {
  'root-used': {
    pattern:
      '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
    meaning: "The account's root user was used. It should never be.",
  },
  'sign-in-failures': {
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
    threshold: 5,
    meaning: 'Five sign-ins to the AWS console failed within five minutes.',
  },
  'trail-changed': {
    pattern: matchAnyEvent(
      'CreateTrail',
      'UpdateTrail',
      'DeleteTrail',
      'StartLogging',
      'StopLogging',
      'PutEventSelectors',
    ),
    meaning: 'The configuration of CloudTrail was changed. Activity may go unrecorded.',
  },
  'key-disabled': {
    pattern: `{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }`,
    meaning: 'A KMS key was disabled or scheduled for deletion. Data encrypted with it becomes unreadable.',
  },
  'network-acl-changed': {
    pattern: matchAnyEvent(
      'CreateNetworkAcl',
      'CreateNetworkAclEntry',
      'DeleteNetworkAcl',
      'DeleteNetworkAclEntry',
      'ReplaceNetworkAclEntry',
      'ReplaceNetworkAclAssociation',
    ),
    meaning: 'A network ACL was changed. Subnets may allow traffic that was blocked before.',
  },
  'gateway-changed': {
    pattern: matchAnyEvent(
      'CreateCustomerGateway',
      'DeleteCustomerGateway',
      'AttachInternetGateway',
      'CreateInternetGateway',
      'DeleteInternetGateway',
      'DetachInternetGateway',
    ),
    meaning: 'An internet or customer gateway was changed. The VPC may be reachable from outside.',
  },
  'route-changed': {
    pattern: matchAnyEvent(
      'CreateRoute',
      'CreateRouteTable',
      'ReplaceRoute',
      'ReplaceRouteTableAssociation',
      'DeleteRouteTable',
      'DeleteRoute',
      'DisassociateRouteTable',
    ),
    meaning: 'A route table was changed. Subnets may have a route to the internet.',
  },
  'vpc-changed': {
    pattern: matchAnyEvent(
      'CreateVpc',
      'DeleteVpc',
      'ModifyVpcAttribute',
      'AcceptVpcPeeringConnection',
      'CreateVpcPeeringConnection',
      'DeleteVpcPeeringConnection',
      'RejectVpcPeeringConnection',
    ),
    meaning: 'A VPC was created, deleted, changed or peered.',
  },
} as const satisfies Record<string, AccountAlarm>;

/** Alarms on events that the trail recorded in any region of the account. */
export class AccountAlarms extends Component<AccountAlarmsArgs> {
  constructor(name: string, args: AccountAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:audit:AccountAlarms', name, args, opts);
    for (const [id, alarm] of Object.entries<AccountAlarm>(accountAlarms)) {
      this.countEvents(id, alarm);
      this.createAlarm(id, alarm);
    }
    this.registerOutputs({});
  }

  private get namespace(): string {
    return `${this.namePrefix}/account`;
  }

  private countEvents(id: string, { pattern }: AccountAlarm): void {
    new aws.cloudwatch.LogMetricFilter(
      `${this.name}-${id}-filter`,
      {
        logGroupName: this.args.logGroupName,
        pattern,
        metricTransformation: { namespace: this.namespace, name: id, value: '1' },
      },
      { parent: this },
    );
  }

  private createAlarm(id: string, { threshold = 1, meaning }: AccountAlarm): void {
    const action = 'Look up who did it, and when, in the log group of the trail.';
    const metrics = { events: { namespace: this.namespace, name: id, statistic: 'Sum' } };
    const definition = { id, meaning, action, metrics, ...immediate, threshold };
    createAlarm(`${this.name}-${id}-alarm`, definition, this.args.topicArn, this);
  }
}
