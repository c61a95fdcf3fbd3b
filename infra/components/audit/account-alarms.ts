import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AccountAlarmsArgs {
  /** Begins the alarms' names. */
  readonly namePrefix: string;
  /** Of the log group that the trail writes. */
  readonly logGroupName: pulumi.Input<string>;
  readonly topicArn: pulumi.Input<string>;
}

interface AccountAlarm {
  readonly pattern: string;
  /** Events within five minutes that are too many. */
  readonly threshold: number;
  readonly meaning: string;
}

/** CloudWatch's filter pattern for any of some events of CloudTrail. */
const matchAnyEvent = (...eventNames: readonly string[]): string =>
  `{ ${eventNames.map((name) => `($.eventName = ${name})`).join(' || ')} }`;

/**
 * What should hardly ever happen in an account. The patterns are those of the CIS AWS Foundations Benchmark; Prowler's
 * HIPAA mapping asks for them.
 */
export const accountAlarms = {
  'root-used': {
    pattern:
      '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
    threshold: 1,
    meaning: 'The account’s root user did something.',
  },
  'sign-in-failures': {
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
    threshold: 5,
    meaning: 'Somebody failed to sign in to the console again and again.',
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
    threshold: 1,
    meaning: 'What is recorded of the account was changed; there may be a gap.',
  },
  'key-disabled': {
    pattern: `{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }`,
    threshold: 1,
    meaning: 'A key was disabled or will be deleted; what is encrypted under it can’t be read then.',
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
    threshold: 1,
    meaning: 'Somebody changed which traffic the subnets let through.',
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
    threshold: 1,
    meaning: 'Somebody changed the ways in and out of the VPC.',
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
    threshold: 1,
    meaning: 'Somebody changed where subnets lead.',
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
    threshold: 1,
    meaning: 'Somebody changed a VPC or connected two.',
  },
} as const satisfies Record<string, AccountAlarm>;

const periodSeconds = 300;

/** Alarms on what the trail recorded. */
export class AccountAlarms extends pulumi.ComponentResource {
  constructor(name: string, args: AccountAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:audit:AccountAlarms', name, {}, opts);
    for (const [alarm, definition] of Object.entries(accountAlarms)) {
      this.createMetricFilter(`${name}-${alarm}`, alarm, definition, args);
      this.createMetricAlarm(`${name}-${alarm}`, alarm, definition, args);
    }
    this.registerOutputs({});
  }

  private createMetricFilter(name: string, alarm: string, { pattern }: AccountAlarm, args: AccountAlarmsArgs): void {
    new aws.cloudwatch.LogMetricFilter(
      `${name}-filter`,
      {
        logGroupName: args.logGroupName,
        pattern,
        metricTransformation: { namespace: `${args.namePrefix}/account`, name: alarm, value: '1' },
      },
      { parent: this },
    );
  }

  private createMetricAlarm(
    name: string,
    alarm: string,
    { threshold, meaning }: AccountAlarm,
    args: AccountAlarmsArgs,
  ): void {
    new aws.cloudwatch.MetricAlarm(
      `${name}-alarm`,
      {
        name: `${args.namePrefix}-${alarm}`,
        alarmDescription: `${meaning} Look up who and when in the trail’s log group. docs/runbook.md#${alarm}`,
        namespace: `${args.namePrefix}/account`,
        metricName: alarm,
        statistic: 'Sum',
        period: periodSeconds,
        evaluationPeriods: 1,
        threshold,
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        treatMissingData: 'notBreaching',
        alarmActions: [args.topicArn],
        insufficientDataActions: [args.topicArn],
      },
      { parent: this },
    );
  }
}
