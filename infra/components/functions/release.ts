import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';

type Overrides = NonNullable<StackConfig['functions']['overrides'][keyof StackConfig['functions']['overrides']]>;
export type ProvisionedConcurrency = NonNullable<Overrides['provisionedConcurrency']>;

export interface ReleaseArgs {
  readonly functionName: pulumi.Input<string>;
  readonly version: pulumi.Input<string>;
  readonly isAsynchronous: boolean;
  readonly provisionedConcurrency?: ProvisionedConcurrency | undefined;
  /** IANA name; the schedule's hours are wall-clock times there. */
  readonly timeZone: string;
}

/** An event that is older than this is no use any more, and is kept as a failure. */
const maximumEventAgeSeconds = 60 * 60;

/** The version of a function that serves: what API Gateway and other callers invoke. */
export class Release extends pulumi.ComponentResource {
  readonly aliasName: pulumi.Output<string>;
  readonly aliasArn: pulumi.Output<string>;
  readonly invokeArn: pulumi.Output<string>;

  constructor(name: string, args: ReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:functions:Release', name, {}, opts);
    const alias = this.createAlias(name, args, opts?.dependsOn);
    if (args.isAsynchronous) this.limitRetries(name, alias);
    if (args.provisionedConcurrency) this.keepWarm(name, alias, args.provisionedConcurrency, args.timeZone);
    this.aliasName = alias.name;
    this.aliasArn = alias.arn;
    this.invokeArn = alias.invokeArn;
    this.registerOutputs({ aliasArn: this.aliasArn });
  }

  /** Pulumi doesn't hand on to children what their parent has to wait for. */
  private createAlias(
    name: string,
    { functionName, version }: ReleaseArgs,
    dependsOn: pulumi.ComponentResourceOptions['dependsOn'],
  ): aws.lambda.Alias {
    return new aws.lambda.Alias(
      `${name}-alias`,
      { name: 'live', functionName, functionVersion: version },
      { parent: this, ...(dependsOn !== undefined && { dependsOn }) },
    );
  }

  private limitRetries(name: string, { functionName, name: qualifier }: aws.lambda.Alias): void {
    new aws.lambda.FunctionEventInvokeConfig(
      `${name}-retries`,
      { functionName, qualifier, maximumRetryAttempts: 2, maximumEventAgeInSeconds: maximumEventAgeSeconds },
      { parent: this },
    );
  }

  private keepWarm(
    name: string,
    { functionName, name: qualifier }: aws.lambda.Alias,
    { instances, schedule }: ProvisionedConcurrency,
    timezone: string,
  ): void {
    if (schedule === undefined) {
      new aws.lambda.ProvisionedConcurrencyConfig(
        `${name}-warm`,
        { functionName, qualifier, provisionedConcurrentExecutions: instances },
        { parent: this },
      );
      return;
    }
    const target = new aws.appautoscaling.Target(
      `${name}-warm`,
      {
        serviceNamespace: 'lambda',
        resourceId: pulumi.interpolate`function:${functionName}:${qualifier}`,
        scalableDimension: 'lambda:function:ProvisionedConcurrency',
        minCapacity: 0,
        maxCapacity: 0,
      },
      // The schedule sets them; a deployment at noon must not let go what was warmed in the morning.
      { parent: this, ignoreChanges: ['minCapacity', 'maxCapacity'] },
    );
    const scheduleCapacity = (moment: 'start' | 'stop', cron: string, capacity: number) =>
      new aws.appautoscaling.ScheduledAction(
        `${name}-warm-${moment}`,
        {
          serviceNamespace: target.serviceNamespace,
          resourceId: target.resourceId,
          scalableDimension: target.scalableDimension,
          schedule: cron,
          timezone,
          scalableTargetAction: { minCapacity: capacity, maxCapacity: capacity },
        },
        { parent: this },
      );
    scheduleCapacity('start', schedule.startCron, instances);
    scheduleCapacity('stop', schedule.stopCron, 0);
  }
}
