import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';

export type DomainSettings = NonNullable<StackConfig['api']['domain']>;

export interface DomainArgs extends DomainSettings {
  readonly apiId: pulumi.Input<string>;
  readonly stageId: pulumi.Input<string>;
}

/** The API's own name, over TLS 1.2 or later, by IPv4 and IPv6. */
export class Domain extends pulumi.ComponentResource {
  constructor(name: string, args: DomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:api:Domain', name, {}, opts);
    const domain = this.createDomain(name, args);
    this.mapToApi(name, domain, args);
    if (args.hostedZoneId !== undefined) this.createRecords(name, domain, args.hostedZoneId);
    this.registerOutputs({});
  }

  private createDomain(name: string, { name: domainName, certificateArn }: DomainArgs): aws.apigatewayv2.DomainName {
    return new aws.apigatewayv2.DomainName(
      `${name}-name`,
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

  private mapToApi(name: string, domain: aws.apigatewayv2.DomainName, { apiId, stageId: stage }: DomainArgs): void {
    new aws.apigatewayv2.ApiMapping(`${name}-mapping`, { apiId, stage, domainName: domain.id }, { parent: this });
  }

  private createRecords(name: string, domain: aws.apigatewayv2.DomainName, zoneId: string): void {
    const { targetDomainName, hostedZoneId } = {
      targetDomainName: domain.domainNameConfiguration.apply((its) => its.targetDomainName ?? ''),
      hostedZoneId: domain.domainNameConfiguration.apply((its) => its.hostedZoneId ?? ''),
    };
    for (const type of ['A', 'AAAA'] as const) {
      new aws.route53.Record(
        `${name}-${type.toLowerCase()}`,
        {
          zoneId,
          type,
          name: domain.domainName,
          aliases: [{ name: targetDomainName, zoneId: hostedZoneId, evaluateTargetHealth: false }],
        },
        { parent: this },
      );
    }
  }
}
