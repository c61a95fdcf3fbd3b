import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { functionNames } from '../../../config/functions.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import { createAlarm } from '../alarm.js';
import type { Api } from '../api/api.js';
import { Component } from '../component.js';
import type { DatabaseCluster } from '../database/database.js';
import type { Functions, PublishedFunction } from '../functions/functions.js';
import type { Identity } from '../identity/identity.js';
import { apiAlarms } from './alarms/api.js';
import { applicationAlarms, trailAlarms } from './alarms/application.js';
import { databaseAlarms } from './alarms/database.js';
import { functionAlarms } from './alarms/functions.js';
import { identityAlarms } from './alarms/identity.js';
import { buildDashboardBody } from './dashboard.js';

export interface ObservabilityArgs {
  readonly region: string;
  /** Name of the dashboard. Starts the alarms' physical names. */
  readonly namePrefix: string;
  /** Namespace of the metrics that the functions publish. */
  readonly metricsNamespace: string;
  readonly topicArn: pulumi.Input<string>;
  /** The demand, which thresholds follow. */
  readonly usage: PlannedUsage;
  /** Without alarms there is only the dashboard. */
  readonly alarms: boolean;
  readonly errorPercent: number;
  readonly capacityPercent: number;
  readonly latencyMilliseconds: StackConfig['observability']['latencyMilliseconds'];
  /** Concurrent executions that the functions can have together. */
  readonly maxConcurrency: number;
  readonly databaseSettings: StackConfig['database'];
  readonly threatProtection: StackConfig['identity']['threatProtection'];
  readonly database: Pick<DatabaseCluster, 'clusterIdentifier'>;
  readonly functions: Pick<Functions, 'function' | 'deadLetterQueueNames'>;
  readonly published: readonly Pick<PublishedFunction, 'functionName'>[];
  readonly peopleApi: Pick<Api, 'apiId'>;
  readonly machinesApi: Pick<Api, 'apiId'>;
  readonly identity: Pick<Identity, 'userPoolId' | 'clientId'>;
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
    const { region, namePrefix, metricsNamespace, threatProtection } = this.args;
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
      { dashboardName: namePrefix, dashboardBody: resources.apply(buildDashboardBody) },
      { parent: this },
    );
  }

  private get coldStarts() {
    return { namespace: this.args.metricsNamespace, name: 'cold-starts' };
  }

  private countColdStarts(): void {
    const { namespace, name } = this.coldStarts;
    for (const each of functionNames) {
      const { logGroupName } = this.args.functions.function(each);
      new aws.cloudwatch.LogMetricFilter(
        `${this.name}-${each}-cold-starts`,
        { logGroupName, pattern: coldStartPattern, metricTransformation: { namespace, name, value: '1' } },
        { parent: this },
      );
    }
  }

  private createAlarms(): void {
    const { usage, errorPercent, capacityPercent, latencyMilliseconds, namePrefix, topicArn } = this.args;
    const { database, functions, peopleApi, machinesApi, identity } = this.args;
    const definitions = [
      ...databaseAlarms({
        clusterIdentifier: database.clusterIdentifier,
        settings: this.args.databaseSettings,
        usage,
        capacityPercent,
      }),
      ...functionAlarms({
        migratingFunctionName: functions.function('db_initialization').functionName,
        deadLetterQueueNames: functions.deadLetterQueueNames,
        maxConcurrency: this.args.maxConcurrency,
        usage,
        errorPercent,
        coldStarts: this.coldStarts,
      }),
      ...apiAlarms({
        apiId: peopleApi.apiId,
        machinesApiId: machinesApi.apiId,
        usage,
        errorPercent,
        latencyMilliseconds,
      }),
      ...identityAlarms({
        userPoolId: identity.userPoolId,
        clientId: identity.clientId,
        threatProtection: this.args.threatProtection,
        usage,
      }),
      ...trailAlarms(this.args.trailLogGroupName),
      ...applicationAlarms(this.args.metricsNamespace),
    ];
    for (const definition of definitions) {
      createAlarm(`${this.name}-${definition.id}`, definition, { namePrefix, topicArn }, this);
    }
  }
}
