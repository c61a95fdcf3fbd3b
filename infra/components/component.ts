import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { LogClass } from '../../config/settings/fields.js';
import { buildServiceHost, type Place } from './place.js';

/** The role of a function, to which the owner of a resource grants access. */
export interface Grantee {
  /** Completes the logical names of the granted policies. */
  readonly name: string;
  readonly role: aws.iam.Role;
}

export interface LogArgs {
  readonly retentionDays: number;
  readonly auditKeyArn: pulumi.Input<string>;
  readonly logClass?: LogClass;
}

export interface ServiceRoleArgs {
  /** Host name of the AWS service that assumes the role, such as `lambda.amazonaws.com`. */
  readonly service: string;
  readonly description?: string;
  readonly condition?: aws.iam.PolicyStatement['Condition'];
}

type Statements = readonly aws.iam.PolicyStatement[];

/** Starts the physical names of a stack's resources, so that two stacks can share an account. */
export const getNamePrefix = (): string => `${pulumi.getProject()}-${pulumi.getStack()}`;

/**
 * A component and the resources that several components create the same way. Children are named `${name}-purpose`. A
 * logical name is identity: renaming a child replaces it.
 */
export abstract class Component<Args> extends pulumi.ComponentResource {
  protected readonly name: string;
  protected readonly args: Args;
  protected readonly namePrefix = getNamePrefix();

  constructor(type: string, name: string, args: Args, opts?: pulumi.ComponentResourceOptions) {
    super(type, name, {}, opts);
    this.name = name;
    this.args = args;
  }

  /** Attaches one policy to a role: the only way in which components grant access. */
  protected allow({ name }: aws.iam.Role, purpose: string, statements: Statements): aws.iam.RolePolicy {
    const policy = pulumi.jsonStringify(toPolicyDocument(statements));
    return new aws.iam.RolePolicy(`${this.name}-${purpose}`, { role: name, policy }, { parent: this });
  }

  protected createServiceRole(purpose: string, { service, description, condition }: ServiceRoleArgs): aws.iam.Role {
    const statement: aws.iam.PolicyStatement = {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
      ...(condition && { Condition: condition }),
    };
    const assumeRolePolicy = JSON.stringify(toPolicyDocument([statement]));
    return new aws.iam.Role(`${this.name}-${purpose}`, { description, assumeRolePolicy }, { parent: this });
  }

  /**
   * Creates an encrypted log group that expires.
   * @param name physical name, for groups that the service would otherwise create itself, without key and expiration
   */
  protected createLogGroup(
    purpose: string,
    { retentionDays, auditKeyArn, logClass }: LogArgs,
    name?: pulumi.Input<string>,
  ): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      `${this.name}-${purpose}`,
      {
        name,
        retentionInDays: retentionDays,
        kmsKeyId: auditKeyArn,
        // Standard is left out: AWS returns no class for groups created without one, and a class can't be changed.
        logGroupClass: logClass === 'infrequentAccess' ? 'INFREQUENT_ACCESS' : undefined,
      },
      { parent: this },
    );
  }
}

export const toPolicyDocument = (statements: Statements): aws.iam.PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [...statements],
});

/** Properties of every Lambda function: what bundle.ts produces, on Node.js, with structured logs. */
export const buildNodeSettings = (log: aws.cloudwatch.LogGroup) => ({
  runtime: aws.lambda.Runtime.NodeJS24dX,
  handler: 'handler.handler',
  loggingConfig: { logFormat: 'JSON', applicationLogLevel: 'INFO', systemLogLevel: 'INFO', logGroup: log.name },
});

/** Denies requests without TLS, in the policy of a resource. */
export const denyPlaintext = (action: string, resource: pulumi.Input<string>[] | pulumi.Input<string>) =>
  ({
    Sid: 'OnlyTls',
    Effect: 'Deny',
    Principal: '*',
    Action: action,
    Resource: resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }) as const;

export const allowLogWrites = (log: aws.cloudwatch.LogGroup): aws.iam.PolicyStatement => ({
  Sid: 'WriteOwnLog',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: pulumi.interpolate`${log.arn}:*`,
});

export interface SecretReadArgs {
  readonly place: Place;
  readonly secretArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  readonly sids?: readonly [read: string, decrypt: string];
}

/** Lets a role read one secret, and use the key for that secret alone. */
export const allowSecretRead = ({ place, secretArn, keyArn, sids }: SecretReadArgs): aws.iam.PolicyStatement[] => [
  {
    ...(sids && { Sid: sids[0] }),
    Effect: 'Allow',
    Action: 'secretsmanager:GetSecretValue',
    Resource: secretArn,
  },
  {
    ...(sids && { Sid: sids[1] }),
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: keyArn,
    Condition: {
      StringEquals: {
        'kms:ViaService': buildServiceHost(place, 'secretsmanager'),
        'kms:EncryptionContext:SecretARN': secretArn,
      },
    },
  },
];
