import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Api } from '../api/api.js';
import type { Database } from '../database/database.js';
import type { PublishedFunction } from '../functions/functions.js';
import { dashboardBody } from './dashboard.js';

export interface ObservabilityArgs {
  readonly region: string;
  /** Names the dashboard. */
  readonly namePrefix: string;
  readonly database: Pick<Database, 'clusterIdentifier'>;
  readonly functions: readonly Pick<PublishedFunction, 'functionName'>[];
  readonly apis: readonly Pick<Api, 'apiId'>[];
}

/** What people look at to see how a stack is doing. */
export class Observability extends pulumi.ComponentResource {
  readonly dashboardUrl: pulumi.Output<string>;

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:observability:Observability', name, {}, opts);
    const { region, namePrefix } = args;
    const watched = pulumi.output({
      region,
      clusterIdentifier: args.database.clusterIdentifier,
      functionNames: args.functions.map(({ functionName }) => functionName),
      apiIds: args.apis.map(({ apiId }) => apiId),
    });
    const dashboard = new aws.cloudwatch.Dashboard(
      `${name}-dashboard`,
      { dashboardName: namePrefix, dashboardBody: watched.apply(dashboardBody) },
      { parent: this },
    );
    this.dashboardUrl = pulumi.interpolate`https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`;
    this.registerOutputs({ dashboardUrl: this.dashboardUrl });
  }
}
