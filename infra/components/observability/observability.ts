import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { computeMaxConcurrency } from '../../../config/demand/concurrency.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { functionNames } from '../../../config/functions.js';
import { metricsNamespace } from '../../../config/metrics.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { Api } from '../api/api.js';
import type { Audit } from '../audit/audit.js';
import type { DatabaseCluster } from '../database/database.js';
import type { Functions, PublishedFunction } from '../functions/functions.js';
import type { Identity } from '../identity/identity.js';
import { type AlarmDefinition, createAlarm } from './alarm.js';
import { apiAlarms } from './alarms/api.js';
import { databaseAlarms } from './alarms/database.js';
import { functionAlarms } from './alarms/functions.js';
import { identityAlarms } from './alarms/identity.js';
import { applicationAlarms } from './alarms/own.js';
import { trailAlarms } from './alarms/trail.js';
import { dashboardBody } from './dashboard.js';

export interface ObservabilityArgs {
  readonly region: string;
  /** Names the dashboard, and begins the alarms' names. */
  readonly namePrefix: string;
  readonly config: Pick<StackConfig, 'database' | 'functions' | 'identity' | 'observability'>;
  /** Thresholds follow the demand. */
  readonly usage: PlannedUsage;
  readonly topicArn: pulumi.Input<string>;
  readonly database: Pick<DatabaseCluster, 'clusterIdentifier'>;
  readonly functions: Pick<Functions, 'function' | 'deadLetterQueueNames'>;
  readonly published: readonly Pick<PublishedFunction, 'functionName'>[];
  readonly peopleApi: Pick<Api, 'apiId'>;
  readonly machinesApi: Pick<Api, 'apiId'>;
  readonly identity: Pick<Identity, 'userPoolId' | 'clientId'>;
  readonly audit: Pick<Audit, 'logGroupName'>;
}

/** A cold start has this in Lambda's own report of the invocation. */
const coldStartPattern = '{ ($.type = "platform.report") && ($.record.metrics.initDurationMs > 0) }';

/** What people look at to see how a stack is doing, and what tells them when it does badly. */
export class Observability extends pulumi.ComponentResource {
  readonly dashboardUrl: pulumi.Output<string>;

  private readonly name: string;
  private readonly args: ObservabilityArgs;

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:observability:Observability', name, {}, opts);
    this.name = name;
    this.args = args;
    const dashboard = this.createDashboard();
    if (args.config.observability.alarms) {
      this.countColdStarts();
      this.createAlarms();
    }
    const { region } = args;
    this.dashboardUrl = pulumi.interpolate`https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`;
    this.registerOutputs({ dashboardUrl: this.dashboardUrl });
  }

  private createDashboard(): aws.cloudwatch.Dashboard {
    const { config, region, namePrefix, database, functions, published, peopleApi, machinesApi, identity } = this.args;
    const watched = pulumi.output({
      region,
      clusterIdentifier: database.clusterIdentifier,
      functionNames: published.map(({ functionName }) => functionName),
      apiIds: [peopleApi.apiId, machinesApi.apiId],
      userPoolId: identity.userPoolId,
      clientId: identity.clientId,
      hasThreatProtection: config.identity.threatProtection !== 'off',
      deadLetterQueueNames: functions.deadLetterQueueNames,
      ownNamespace: metricsNamespace(namePrefix),
    });
    return new aws.cloudwatch.Dashboard(
      `${this.name}-dashboard`,
      { dashboardName: namePrefix, dashboardBody: watched.apply(dashboardBody) },
      { parent: this },
    );
  }

  private get coldStarts() {
    return { namespace: metricsNamespace(this.args.namePrefix), name: 'cold-starts' };
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
    const { config, usage, functions, peopleApi, machinesApi, identity, audit, topicArn, namePrefix } = this.args;
    const { errorPercent, capacityPercent, latencyMilliseconds } = config.observability;
    const { threatProtection } = config.identity;
    const definitions: AlarmDefinition[] = [
      ...databaseAlarms({
        clusterIdentifier: this.args.database.clusterIdentifier,
        settings: config.database,
        usage,
        capacityPercent,
      }),
      ...functionAlarms({
        migratingFunctionName: functions.function('db_initialization').functionName,
        deadLetterQueueNames: functions.deadLetterQueueNames,
        concurrency: computeMaxConcurrency(config.functions),
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
      ...identityAlarms({ userPoolId: identity.userPoolId, clientId: identity.clientId, threatProtection, usage }),
      ...trailAlarms(audit.logGroupName),
      ...applicationAlarms(metricsNamespace(namePrefix)),
    ];
    for (const definition of definitions) createAlarm(this.name, definition, { namePrefix, topicArn }, this);
  }
}
