import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { FunctionName } from '../../../config/functions.js';
import {
  buildNodeSettings,
  Component,
  denyPlaintext,
  type Grantee,
  type LogArgs,
  toPolicyDocument,
} from '../component.js';
import type { FunctionNetwork } from '../network/network.js';
import { buildArn, type Place } from '../place.js';
import type { LambdaBundle } from './bundle.js';
import { executionPolicy } from './policies.js';

export interface LambdaFunctionArgs {
  readonly place: Place;
  /** Name in the catalog. */
  readonly function: FunctionName;
  readonly purpose: string;
  readonly architecture: 'arm64' | 'x86_64';
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: number | undefined;
  /** True if callers don't wait for the result. */
  readonly isAsynchronous: boolean;
  readonly log: LogArgs;
  /** Encrypts the environment variables and the dead-letter queue. */
  readonly dataKeyArn: pulumi.Input<string>;
  readonly network: FunctionNetwork;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly bundle: LambdaBundle;
}

/** A Lambda function with its own role and log group. Its role can do nothing but run until owners grant it access. */
export class LambdaFunction extends Component<LambdaFunctionArgs> {
  /** The function as the owner of a resource grants access to it. */
  readonly grantee: Grantee;
  readonly functionName: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  /** The queue of failed events, for asynchronous functions. */
  readonly deadLetterQueueName: pulumi.Output<string> | undefined;
  /** The newest version. It serves no requests until an alias points to it. */
  readonly version: pulumi.Output<string>;

  /** The log group and the role's policy contain it before the function exists. */
  private readonly physicalName = `${this.namePrefix}-${this.args.function}`;

  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:functions:LambdaFunction', name, args, opts);
    const log = this.createLogGroup('log', args.log, `/aws/lambda/${this.physicalName}`);
    const deadLetters = args.isAsynchronous
      ? new DeadLetters(`${name}-dead-letters`, { keyArn: args.dataKeyArn }, { parent: this })
      : undefined;
    const role = this.createServiceRole('role', { service: 'lambda.amazonaws.com' });
    const policy = this.allowExecution(role, log, deadLetters);
    const lambda = this.createFunction(role, log, policy, deadLetters);
    this.grantee = { name: args.function, role };
    this.logGroupName = log.name;
    this.deadLetterQueueName = deadLetters?.queueName;
    this.functionName = lambda.name;
    this.version = lambda.version;
    this.registerOutputs({ functionName: this.functionName });
  }

  private allowExecution(
    role: aws.iam.Role,
    log: aws.cloudwatch.LogGroup,
    deadLetters: DeadLetters | undefined,
  ): aws.iam.RolePolicy {
    const { place, dataKeyArn, network } = this.args;
    const functionArn = buildArn(place, 'lambda', `function:${this.physicalName}`);
    const statements = executionPolicy({
      place,
      functionArn,
      log,
      network,
      keyArn: dataKeyArn,
      deadLetterQueueArn: deadLetters?.queueArn,
    });
    return this.allow(role, 'execution', statements);
  }

  private createFunction(
    role: aws.iam.Role,
    log: aws.cloudwatch.LogGroup,
    policy: aws.iam.RolePolicy,
    deadLetters: DeadLetters | undefined,
  ): aws.lambda.Function {
    const { args } = this;
    return new aws.lambda.Function(
      `${this.name}-function`,
      {
        name: this.physicalName,
        description: args.purpose,
        ...buildNodeSettings(log),
        architectures: [args.architecture],
        code: args.bundle.code,
        memorySize: args.memoryMb,
        timeout: args.timeoutSeconds,
        role: role.arn,
        publish: true,
        environment: { variables: args.environment },
        kmsKeyArn: args.dataKeyArn,
        vpcConfig: {
          subnetIds: args.network.subnetIds,
          securityGroupIds: [args.network.securityGroupId],
          ipv6AllowedForDualStack: args.network.ipv6,
        },
        reservedConcurrentExecutions: args.reservedConcurrency,
        ...(deadLetters && { deadLetterConfig: { targetArn: deadLetters.queueArn } }),
      },
      // Lambda checks the role's permissions when it creates the function.
      { parent: this, dependsOn: [policy] },
    );
  }
}

interface DeadLettersArgs {
  readonly keyArn: pulumi.Input<string>;
}

/** The longest retention of SQS: time to find the cause and to send the event again. */
const retentionSeconds = 14 * 24 * 60 * 60;

/** A queue for events that a function failed to process after all retries. Only the function's role can send to it. */
class DeadLetters extends Component<DeadLettersArgs> {
  readonly queueArn: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;

  constructor(name: string, args: DeadLettersArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:functions:DeadLetters', name, args, opts);
    const queue = new aws.sqs.Queue(
      `${name}-queue`,
      { kmsMasterKeyId: args.keyArn, messageRetentionSeconds: retentionSeconds },
      { parent: this },
    );
    const policy = pulumi.jsonStringify(toPolicyDocument([denyPlaintext('sqs:*', queue.arn)]));
    new aws.sqs.QueuePolicy(`${name}-policy`, { queueUrl: queue.id, policy }, { parent: this });
    this.queueArn = queue.arn;
    this.queueName = queue.name;
    this.registerOutputs({ queueArn: this.queueArn });
  }
}
