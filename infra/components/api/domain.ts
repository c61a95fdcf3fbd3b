import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';
import { Component } from '../component.js';

export type DomainSettings = NonNullable<StackConfig['api']['domain']>;

export interface DomainArgs {
  readonly settings: DomainSettings;
  readonly apiId: pulumi.Input<string>;
  readonly stageId: pulumi.Input<string>;
}

/** A custom domain of the API, with TLS 1.2 or later over IPv4 and IPv6. The certificate must exist. */
export class Domain extends Component<DomainArgs> {
  constructor(name: string, args: DomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:api:Domain', name, args, opts);
    const domain = this.createDomain();
    this.mapToApi(domain);
    // Without a Route 53 zone, DNS is managed elsewhere.
    const { hostedZoneId } = args.settings;
    if (hostedZoneId !== undefined) this.createRecords(domain, hostedZoneId);
    this.registerOutputs({});
  }

  private createDomain(): aws.apigatewayv2.DomainName {
    const { name: domainName, certificateArn } = this.args.settings;
    return new aws.apigatewayv2.DomainName(
      `${this.name}-name`,
      {
        domainName,
        domainNameConfiguration: {
          certificateArn,
          endpointType: 'REGIONAL',
          securityPolicy: 'TLS_1_2',
          ipAddressType: 'dualstack',
        },
      },
      { parent: this },
    );
  }

  private mapToApi({ id: domainName }: aws.apigatewayv2.DomainName): void {
    const { apiId, stageId: stage } = this.args;
    new aws.apigatewayv2.ApiMapping(`${this.name}-mapping`, { apiId, stage, domainName }, { parent: this });
  }

  private createRecords({ domainName, domainNameConfiguration }: aws.apigatewayv2.DomainName, zoneId: string): void {
    const alias = {
      name: domainNameConfiguration.apply(({ targetDomainName }) => targetDomainName ?? ''),
      zoneId: domainNameConfiguration.apply(({ hostedZoneId }) => hostedZoneId ?? ''),
      evaluateTargetHealth: false,
    };
    for (const type of ['A', 'AAAA'] as const) {
      new aws.route53.Record(
        `${this.name}-${type.toLowerCase()}`,
        { zoneId, type, name: domainName, aliases: [alias] },
        { parent: this },
      );
    }
  }
}
