import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { buildNodeSettings, Component, type LogArgs } from '../../component.js';

export interface TokenTriggerArgs {
  readonly accountId: string;
  readonly code: pulumi.asset.Archive;
  readonly architecture: 'arm64' | 'x86_64';
  readonly log: LogArgs;
}

/** Cognito waits five seconds for a trigger, regardless of the function's timeout. */
const timeoutSeconds = 5;

/**
 * The function that Cognito calls before it issues a token; handler.ts decides. It runs outside the VPC and can read only
 * the user pool, which alone can invoke it.
 */
export class TokenTrigger extends Component<TokenTriggerArgs> {
  readonly functionArn: pulumi.Output<string>;

  private readonly functionName = `${this.namePrefix}-token-trigger`;
  private readonly role: aws.iam.Role;
  private readonly lambda: aws.lambda.Function;

  constructor(name: string, args: TokenTriggerArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:identity:TokenTrigger', name, args, opts);
    this.role = this.createServiceRole('role', {
      service: 'lambda.amazonaws.com',
      description: 'Denies tokens to workforce accounts without a second factor',
    });
    const log = this.createLogGroup('log', args.log, `/aws/lambda/${this.functionName}`);
    const policy = this.allow(this.role, 'log', [
      {
        Sid: 'WriteOwnLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [pulumi.interpolate`${log.arn}:*`],
      },
    ]);
    this.lambda = this.createFunction(log, policy);
    this.functionArn = this.lambda.arn;
    this.registerOutputs({ functionArn: this.functionArn });
  }

  /** Lets the pool invoke the function, and the function read the pool. */
  attachTo({ arn }: aws.cognito.UserPool): void {
    new aws.lambda.Permission(
      `${this.name}-permission`,
      {
        function: this.lambda.name,
        action: 'lambda:InvokeFunction',
        principal: 'cognito-idp.amazonaws.com',
        sourceArn: arn,
        sourceAccount: this.args.accountId,
      },
      { parent: this },
    );
    this.allow(this.role, 'pool', [
      {
        Sid: 'AskPool',
        Effect: 'Allow',
        Action: ['cognito-idp:AdminGetUser', 'cognito-idp:DescribeUserPoolClient'],
        Resource: [arn],
      },
    ]);
  }

  private createFunction(log: aws.cloudwatch.LogGroup, policy: aws.iam.RolePolicy): aws.lambda.Function {
    const { code, architecture } = this.args;
    return new aws.lambda.Function(
      `${this.name}-function`,
      {
        name: this.functionName,
        description: 'A second factor for everyone who works for the clinic',
        ...buildNodeSettings(log),
        architectures: [architecture],
        code,
        role: this.role.arn,
        memorySize: 512,
        timeout: timeoutSeconds,
      },
      { parent: this, dependsOn: [policy] },
    );
  }
}
