import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TokenTriggerArgs {
  readonly accountId: string;
  /** Physical; the log group is named after it. */
  readonly functionName: string;
  /** The bundle of handler.ts beside this file. */
  readonly code: pulumi.asset.Archive;
  readonly architecture: 'arm64' | 'x86_64';
  readonly logRetentionDays: number;
  readonly auditKeyArn: pulumi.Input<string>;
}

/** Cognito waits five seconds for a trigger, whatever the function's own limit. */
const timeoutSeconds = 5;

/** The function that Cognito calls before it makes a token; handler.ts says what it decides. */
export class TokenTrigger extends pulumi.ComponentResource {
  readonly functionArn: pulumi.Output<string>;

  private readonly name: string;
  private readonly accountId: string;
  private readonly role: aws.iam.Role;
  private readonly called: aws.lambda.Function;

  constructor(name: string, args: TokenTriggerArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:identity:TokenTrigger', name, {}, opts);
    this.name = name;
    this.accountId = args.accountId;
    this.role = this.createRole();
    const log = this.createLog(args);
    const logging = this.allow(
      'log',
      'WriteOwnLog',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [pulumi.interpolate`${log.arn}:*`],
    );
    this.called = this.createFunction(args, log, logging);
    this.functionArn = this.called.arn;
    this.registerOutputs({ functionArn: this.functionArn });
  }

  /** Lets this pool alone call the function, and the function ask this pool alone. */
  attachTo(pool: aws.cognito.UserPool): void {
    new aws.lambda.Permission(
      `${this.name}-permission`,
      {
        function: this.called.name,
        action: 'lambda:InvokeFunction',
        principal: 'cognito-idp.amazonaws.com',
        sourceArn: pool.arn,
        sourceAccount: this.accountId,
      },
      { parent: this },
    );
    this.allow('pool', 'AskPool', ['cognito-idp:AdminGetUser', 'cognito-idp:DescribeUserPoolClient'], [pool.arn]);
  }

  private createRole(): aws.iam.Role {
    return new aws.iam.Role(
      `${this.name}-role`,
      {
        description: 'Decides about tokens before Cognito makes them',
        assumeRolePolicy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      },
      { parent: this },
    );
  }

  private createLog({ functionName, logRetentionDays, auditKeyArn }: TokenTriggerArgs): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      `${this.name}-log`,
      { name: `/aws/lambda/${functionName}`, retentionInDays: logRetentionDays, kmsKeyId: auditKeyArn },
      { parent: this },
    );
  }

  private createFunction(
    { functionName, code, architecture }: TokenTriggerArgs,
    log: aws.cloudwatch.LogGroup,
    logging: aws.iam.RolePolicy,
  ): aws.lambda.Function {
    return new aws.lambda.Function(
      `${this.name}-function`,
      {
        name: functionName,
        description: 'A second factor for everyone who works for the clinic',
        runtime: aws.lambda.Runtime.NodeJS24dX,
        architectures: [architecture],
        handler: 'handler.handler',
        code,
        role: this.role.arn,
        memorySize: 512,
        timeout: timeoutSeconds,
        loggingConfig: { logFormat: 'JSON', applicationLogLevel: 'INFO', systemLogLevel: 'INFO', logGroup: log.name },
      },
      { parent: this, dependsOn: [logging] },
    );
  }

  private allow(
    purpose: string,
    sid: string,
    actions: readonly string[],
    resources: readonly pulumi.Input<string>[],
  ): aws.iam.RolePolicy {
    return new aws.iam.RolePolicy(
      `${this.name}-${purpose}`,
      {
        role: this.role.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [{ Sid: sid, Effect: 'Allow', Action: actions, Resource: resources }],
        }),
      },
      { parent: this },
    );
  }
}
