import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';
import { Component } from '../component.js';

type Overrides = NonNullable<StackConfig['functions']['overrides'][keyof StackConfig['functions']['overrides']]>;
type ProvisionedConcurrency = NonNullable<Overrides['provisionedConcurrency']>;

export interface ReleaseArgs {
  readonly functionName: pulumi.Input<string>;
  readonly version: pulumi.Input<string>;
  readonly isAsynchronous: boolean;
  readonly provisionedConcurrency?: ProvisionedConcurrency | undefined;
  /** IANA time zone of the schedule. */
  readonly timeZone: string;
}

/** Lambda drops older events into the dead-letter queue. */
const maximumEventAgeSeconds = 60 * 60;

/** The `live` alias of a function, which API Gateway and other callers invoke, with retries and provisioned concurrency. */
export class Release extends Component<ReleaseArgs> {
  readonly aliasName: pulumi.Output<string>;
  readonly aliasArn: pulumi.Output<string>;
  readonly invokeArn: pulumi.Output<string>;

  constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:functions:Release', name, args, opts);
    const alias = this.createAlias(opts?.dependsOn);
    if (args.isAsynchronous) this.limitRetries(alias);
    if (args.provisionedConcurrency) this.keepWarm(alias, args.provisionedConcurrency);
    this.aliasName = alias.name;
    this.aliasArn = alias.arn;
    this.invokeArn = alias.invokeArn;
    this.registerOutputs({ aliasArn: this.aliasArn });
  }

  /** Pulumi doesn't pass a component's `dependsOn` on to its children. */
  private createAlias(dependsOn: pulumi.ComponentResourceOptions['dependsOn']): aws.lambda.Alias {
    const { functionName, version } = this.args;
    return new aws.lambda.Alias(
      `${this.name}-alias`,
      { name: 'live', functionName, functionVersion: version },
      { parent: this, ...(dependsOn !== undefined && { dependsOn }) },
    );
  }

  private limitRetries({ functionName, name: qualifier }: aws.lambda.Alias): void {
    new aws.lambda.FunctionEventInvokeConfig(
      `${this.name}-retries`,
      { functionName, qualifier, maximumRetryAttempts: 2, maximumEventAgeInSeconds: maximumEventAgeSeconds },
      { parent: this },
    );
  }

  private keepWarm(
    { functionName, name: qualifier }: aws.lambda.Alias,
    { instances, schedule }: ProvisionedConcurrency,
  ): void {
    if (schedule === undefined) {
      new aws.lambda.ProvisionedConcurrencyConfig(
        `${this.name}-warm`,
        { functionName, qualifier, provisionedConcurrentExecutions: instances },
        { parent: this },
      );
      return;
    }
    const target = new aws.appautoscaling.Target(
      `${this.name}-warm`,
      {
        serviceNamespace: 'lambda',
        resourceId: pulumi.interpolate`function:${functionName}:${qualifier}`,
        scalableDimension: 'lambda:function:ProvisionedConcurrency',
        minCapacity: 0,
        maxCapacity: 0,
      },
      // The schedule changes them: a deployment at noon must not release what was warmed in the morning.
      { parent: this, ignoreChanges: ['minCapacity', 'maxCapacity'] },
    );
    const scheduleCapacity = (moment: 'start' | 'stop', cron: string, capacity: number) =>
      new aws.appautoscaling.ScheduledAction(
        `${this.name}-warm-${moment}`,
        {
          serviceNamespace: target.serviceNamespace,
          resourceId: target.resourceId,
          scalableDimension: target.scalableDimension,
          schedule: cron,
          timezone: this.args.timeZone,
          scalableTargetAction: { minCapacity: capacity, maxCapacity: capacity },
        },
        { parent: this },
      );
    scheduleCapacity('start', schedule.startCron, instances);
    scheduleCapacity('stop', schedule.stopCron, 0);
  }
}
