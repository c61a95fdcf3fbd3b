import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { FunctionName } from '../../../config/functions.js';
import type { Grantee } from '../grantee.js';
import type { Place } from '../place.js';
import { bundleHandler, type LambdaBundle } from './bundle.js';
import { DeadLetters } from './dead-letters.js';
import { executionPolicy, lambdaTrustPolicy } from './policies.js';

export interface LambdaFunctionArgs {
  readonly place: Place;
  /** In the catalogue. */
  readonly function: FunctionName;
  /** In AWS. It is given, not drawn, because the log group and the role's policy must know it before there is a function. */
  readonly functionName: string;
  readonly purpose: string;
  readonly architecture: 'arm64' | 'x86_64';
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: number | undefined;
  /** Whether it is invoked without anyone waiting for the answer. */
  readonly isAsynchronous: boolean;
  readonly logRetentionDays: number;
  readonly auditKeyArn: pulumi.Input<string>;
  readonly queueKeyArn: pulumi.Input<string>;
  readonly environmentKeyArn: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupId: pulumi.Input<string>;
  /** Whether it may use the IPv6 addresses of its subnets; they must have some. */
  readonly ipv6: boolean;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly bundle: LambdaBundle;
}

/** One Lambda function with a role and a log group that nobody else uses. */
export class LambdaFunction extends pulumi.ComponentResource implements Grantee {
  readonly name: string;
  readonly role: aws.iam.Role;
  readonly functionName: pulumi.Output<string>;
  readonly functionArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  /** Where events end that it could not work off; undefined where somebody waits for the answer. */
  readonly deadLetterQueueName: pulumi.Output<string> | undefined;
  /** The newest version; it serves once an alias points to it. */
  readonly version: pulumi.Output<string>;

  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:functions:LambdaFunction', name, {}, opts);
    this.name = args.function;
    const log = this.createLog(name, args);
    const deadLetters = args.isAsynchronous ? this.createDeadLetters(name, args) : undefined;
    this.role = this.createRole(name);
    const policy = this.allowToRun(name, args, log, deadLetters);
    const called = this.createFunction(name, args, log, policy, deadLetters);
    this.logGroupName = log.name;
    this.deadLetterQueueName = deadLetters?.queueName;
    this.functionName = called.name;
    this.functionArn = called.arn;
    this.version = called.version;
    this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
  }

  /** Made before the function: Lambda would make one itself, without key and end. */
  private createLog(name: string, { functionName, logRetentionDays, auditKeyArn }: LambdaFunctionArgs) {
    return new aws.cloudwatch.LogGroup(
      `${name}-log`,
      { name: `/aws/lambda/${functionName}`, retentionInDays: logRetentionDays, kmsKeyId: auditKeyArn },
      { parent: this },
    );
  }

  private createDeadLetters(name: string, { queueKeyArn }: LambdaFunctionArgs): DeadLetters {
    return new DeadLetters(`${name}-dead-letters`, { keyArn: queueKeyArn }, { parent: this });
  }

  private createRole(name: string): aws.iam.Role {
    return new aws.iam.Role(
      `${name}-role`,
      { assumeRolePolicy: pulumi.jsonStringify(lambdaTrustPolicy) },
      { parent: this },
    );
  }

  private allowToRun(
    name: string,
    args: LambdaFunctionArgs,
    log: aws.cloudwatch.LogGroup,
    deadLetters: DeadLetters | undefined,
  ): aws.iam.RolePolicy {
    const { place, functionName, environmentKeyArn, subnetIds, securityGroupId, queueKeyArn } = args;
    const policy = executionPolicy({
      place,
      functionArn: `arn:${place.partition}:lambda:${place.region}:${place.accountId}:function:${functionName}`,
      logGroupArn: log.arn,
      environmentKeyArn,
      subnetIds,
      securityGroupId,
      ...(deadLetters && { deadLetter: { queueArn: deadLetters.queueArn, keyArn: queueKeyArn } }),
    });
    return new aws.iam.RolePolicy(`${name}-execution`, { role: this.role.name, policy }, { parent: this });
  }

  private createFunction(
    name: string,
    args: LambdaFunctionArgs,
    log: aws.cloudwatch.LogGroup,
    policy: aws.iam.RolePolicy,
    deadLetters: DeadLetters | undefined,
  ): aws.lambda.Function {
    return new aws.lambda.Function(
      `${name}-function`,
      {
        name: args.functionName,
        description: args.purpose,
        runtime: aws.lambda.Runtime.NodeJS24dX,
        architectures: [args.architecture],
        handler: bundleHandler,
        code: args.bundle.code,
        memorySize: args.memoryMb,
        timeout: args.timeoutSeconds,
        role: this.role.arn,
        publish: true,
        environment: { variables: args.environment },
        kmsKeyArn: args.environmentKeyArn,
        loggingConfig: {
          logFormat: 'JSON',
          applicationLogLevel: 'INFO',
          systemLogLevel: 'INFO',
          logGroup: log.name,
        },
        vpcConfig: {
          subnetIds: args.subnetIds,
          securityGroupIds: [args.securityGroupId],
          ipv6AllowedForDualStack: args.ipv6,
        },
        ...(args.reservedConcurrency !== undefined && { reservedConcurrentExecutions: args.reservedConcurrency }),
        ...(deadLetters && { deadLetterConfig: { targetArn: deadLetters.queueArn } }),
      },
      // Lambda looks for these rights when it makes the function.
      { parent: this, dependsOn: [policy] },
    );
  }
}
