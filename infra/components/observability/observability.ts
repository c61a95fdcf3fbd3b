import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { functionNames } from '../../../config/functions.js';
import { createAlarm } from '../alarm.js';
import { Component } from '../component.js';
import type { PublishedFunction } from '../functions/functions.js';
import { apiAlarms, type WatchedApi } from './alarms/api.js';
import { applicationAlarms, trailAlarms } from './alarms/application.js';
import { databaseAlarms, type WatchedDatabase } from './alarms/database.js';
import { coldStartsMetric, functionAlarms, type WatchedFunctions } from './alarms/functions.js';
import { identityAlarms, type WatchedIdentity } from './alarms/identity.js';
import { buildDashboardBody } from './dashboard.js';

/** The parts of the stack to watch, the demand that thresholds follow, and the limits that the stack sets. */
export interface ObservabilityArgs extends WatchedApi, WatchedDatabase, WatchedFunctions, WatchedIdentity {
  readonly region: string;
  readonly topicArn: pulumi.Input<string>;
  /** Without alarms there is only the dashboard. */
  readonly alarms: boolean;
  readonly published: readonly Pick<PublishedFunction, 'functionName'>[];
  readonly trailLogGroupName: pulumi.Input<string>;
}

/** Matches Lambda's report of an invocation that started cold. */
const coldStartPattern = '{ ($.type = "platform.report") && ($.record.metrics.initDurationMs > 0) }';

/** The dashboard of a stack and the alarms that notify the person on call. Alarms on the account belong to the trail. */
export class Observability extends Component<ObservabilityArgs> {
  readonly dashboardUrl: pulumi.Output<string>;

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:observability:Observability', name, args, opts);
    const { dashboardName } = this.createDashboard();
    if (args.alarms) {
      this.countColdStarts();
      this.createAlarms();
    }
    const { region } = args;
    this.dashboardUrl = pulumi.interpolate`https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboardName}`;
    this.registerOutputs({ dashboardUrl: this.dashboardUrl });
  }

  private createDashboard(): aws.cloudwatch.Dashboard {
    const { region, metricsNamespace, threatProtection } = this.args;
    const { database, functions, published, peopleApi, machinesApi, identity } = this.args;
    const resources = pulumi.output({
      region,
      clusterIdentifier: database.clusterIdentifier,
      functionNames: published.map(({ functionName }) => functionName),
      apiIds: [peopleApi.apiId, machinesApi.apiId],
      userPoolId: identity.userPoolId,
      clientId: identity.clientId,
      hasThreatProtection: threatProtection !== 'off',
      deadLetterQueueNames: functions.deadLetterQueueNames,
      metricsNamespace,
    });
    return new aws.cloudwatch.Dashboard(
      `${this.name}-dashboard`,
      { dashboardName: this.namePrefix, dashboardBody: resources.apply(buildDashboardBody) },
      { parent: this },
    );
  }

  private countColdStarts(): void {
    const { functions, metricsNamespace: namespace } = this.args;
    for (const each of functionNames) {
      const { logGroupName } = functions.function(each);
      new aws.cloudwatch.LogMetricFilter(
        `${this.name}-${each}-cold-starts`,
        {
          logGroupName,
          pattern: coldStartPattern,
          metricTransformation: { namespace, name: coldStartsMetric, value: '1' },
        },
        { parent: this },
      );
    }
  }

  private createAlarms(): void {
    const { args } = this;
    const definitions = [
      ...databaseAlarms(args),
      ...functionAlarms(args),
      ...apiAlarms(args),
      ...identityAlarms(args),
      ...trailAlarms(args.trailLogGroupName),
      ...applicationAlarms(args.metricsNamespace),
    ];
    for (const definition of definitions) {
      createAlarm(`${this.name}-${definition.id}`, definition, args.topicArn, this);
    }
  }
}
