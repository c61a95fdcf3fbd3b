import * as pulumi from '@pulumi/pulumi';
import {
  type FunctionName,
  findExternalService,
  functionNames,
  getFunctionDefinition,
} from '../../../config/functions.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { LambdaBundle } from './bundle.js';
import { LambdaFunction } from './lambda-function.js';
import { Release } from './release.js';

export interface FunctionsArgs {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Begins the functions' names in AWS, so that two stacks can live in one account. */
  readonly namePrefix: string;
  readonly architecture: StackConfig['functions']['architecture'];
  readonly logRetentionDays: number;
  readonly overrides: StackConfig['functions']['overrides'];
  /** Of the clinic: schedules of provisioned concurrency are in it. */
  readonly timeZone: string;
  /** AWS services that isolated subnets reach, through endpoints in the VPC. */
  readonly interfaceEndpoints: readonly string[];
  /** Whether the private subnets have IPv6. */
  readonly dualStack: boolean;
  readonly auditKeyArn: pulumi.Input<string>;
  /** Of variables and of events that failed. */
  readonly dataKeyArn: pulumi.Input<string>;
  readonly isolatedSubnetIds: pulumi.Input<string[]>;
  readonly privateSubnetIds: pulumi.Input<string[]>;
  readonly isolatedSecurityGroupId: pulumi.Input<string>;
  readonly egressSecurityGroupId: pulumi.Input<string>;
  readonly environment: (name: FunctionName) => Readonly<Record<string, pulumi.Input<string>>>;
  readonly bundles: Readonly<Record<FunctionName, LambdaBundle>>;
}

/** A function as its callers find it. */
export interface PublishedFunction {
  readonly name: FunctionName;
  readonly functionName: pulumi.Output<string>;
  readonly aliasName: pulumi.Output<string>;
  readonly aliasArn: pulumi.Output<string>;
  /** What API Gateway calls. */
  readonly invokeArn: pulumi.Output<string>;
}

/** The functions of the catalogue, each with rights of its own. Their new code serves only once it is published. */
export class Functions extends pulumi.ComponentResource {
  private readonly name: string;
  private readonly args: FunctionsArgs;
  private readonly byName: Readonly<Record<FunctionName, LambdaFunction>>;

  constructor(name: string, args: FunctionsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:functions:Functions', name, {}, opts);
    this.name = name;
    this.args = args;
    this.byName = Object.fromEntries(functionNames.map((each) => [each, this.createFunction(each)])) as Record<
      FunctionName,
      LambdaFunction
    >;
    this.registerOutputs({});
  }

  /** A function, to give its role access to something. */
  function(name: FunctionName): LambdaFunction {
    return this.byName[name];
  }

  get deadLetterQueueNames(): pulumi.Output<string>[] {
    return functionNames.flatMap((each) => this.byName[each].deadLetterQueueName ?? []);
  }

  /**
   * Lets the newest versions serve, once what they depend on is there: the schema that they expect, and the rights that
   * their roles were given. Whoever prepares the schema is no part of it: that function runs before, as its newest version.
   */
  publish({ dependsOn }: Required<Pick<pulumi.ComponentResourceOptions, 'dependsOn'>>): PublishedFunction[] {
    return functionNames
      .filter((each) => getFunctionDefinition(each).databaseRole === 'app')
      .map((each) => {
        const { functionName, version } = this.byName[each];
        const { aliasName, aliasArn, invokeArn } = new Release(
          `${this.name}-${each}-release`,
          {
            functionName,
            version,
            isAsynchronous: getFunctionDefinition(each).isAsynchronous ?? false,
            provisionedConcurrency: this.args.overrides[each]?.provisionedConcurrency,
            timeZone: this.args.timeZone,
          },
          { parent: this, dependsOn },
        );
        return { name: each, functionName, aliasName, aliasArn, invokeArn };
      });
  }

  private createFunction(functionName: FunctionName): LambdaFunction {
    const { args } = this;
    const { purpose, memoryMb, timeoutSeconds, isAsynchronous = false } = getFunctionDefinition(functionName);
    const overrides = args.overrides[functionName];
    return new LambdaFunction(
      `${this.name}-${functionName}`,
      {
        place: { partition: args.partition, region: args.region, accountId: args.accountId },
        function: functionName,
        functionName: `${args.namePrefix}-${functionName}`,
        purpose,
        architecture: args.architecture,
        memoryMb: overrides?.memoryMb ?? memoryMb,
        timeoutSeconds: overrides?.timeoutSeconds ?? timeoutSeconds,
        reservedConcurrency: overrides?.reservedConcurrency,
        isAsynchronous,
        logRetentionDays: args.logRetentionDays,
        auditKeyArn: args.auditKeyArn,
        queueKeyArn: args.dataKeyArn,
        environmentKeyArn: args.dataKeyArn,
        ...this.placeInNetwork(functionName),
        environment: args.environment(functionName),
        bundle: args.bundles[functionName],
      },
      { parent: this },
    );
  }

  /** Only who must call out of the VPC is where that is possible. */
  private placeInNetwork(functionName: FunctionName) {
    const { args } = this;
    const { calls = [] } = getFunctionDefinition(functionName);
    const mustLeave = calls.some((call) => {
      const service = findExternalService(call);
      return service !== undefined && !args.interfaceEndpoints.includes(service);
    });
    return mustLeave
      ? { subnetIds: args.privateSubnetIds, securityGroupId: args.egressSecurityGroupId, ipv6: args.dualStack }
      : { subnetIds: args.isolatedSubnetIds, securityGroupId: args.isolatedSecurityGroupId, ipv6: false };
  }
}
