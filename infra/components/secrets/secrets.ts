import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Grantee } from '../grantee.js';

export interface SecretsArgs {
  readonly region: string;
  readonly secretsKeyArn: pulumi.Input<string>;
  /** How long a secret that is deleted can be brought back; so long can its key. */
  readonly keyDeletionWindowDays: number;
}

/** The database user of Amazon Bedrock Knowledge Bases; the same name in the migrations. */
const bedrockUserName = 'bedrock_user';

/**
 * Two of the three secrets of the cost report; the third, the master password, is made and rotated by RDS and belongs to
 * the database component.
 */
export class Secrets extends pulumi.ComponentResource {
  readonly bedrockUserSecretArn: pulumi.Output<string>;
  readonly thirdPartySecretArn: pulumi.Output<string>;
  private readonly name: string;
  private readonly args: SecretsArgs;

  constructor(name: string, args: SecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:secrets:Secrets', name, {}, opts);
    this.name = name;
    this.args = args;
    this.bedrockUserSecretArn = this.createBedrockUser(name);
    this.thirdPartySecretArn = this.createSecret(
      `${name}-third-party`,
      'API keys of third parties. Its value is put in by an operator and stays out of the program and its state.',
    ).arn;
    this.registerOutputs({
      bedrockUserSecretArn: this.bedrockUserSecretArn,
      thirdPartySecretArn: this.thirdPartySecretArn,
    });
  }

  /** Lets a function read the password that it sets on the role `bedrock_user`. */
  grantBedrockUser(grantee: Grantee): void {
    const { secretsKeyArn, region } = this.args;
    new aws.iam.RolePolicy(
      `${this.name}-bedrock-user-for-${grantee.name}`,
      {
        role: grantee.role.name,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: this.bedrockUserSecretArn },
            {
              Effect: 'Allow',
              Action: 'kms:Decrypt',
              Resource: secretsKeyArn,
              Condition: {
                StringEquals: {
                  'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
                  'kms:EncryptionContext:SecretARN': this.bedrockUserSecretArn,
                },
              },
            },
          ],
        }),
      },
      { parent: this },
    );
  }

  private createSecret(name: string, description: string) {
    const { secretsKeyArn, keyDeletionWindowDays } = this.args;
    return new aws.secretsmanager.Secret(
      name,
      { description, kmsKeyId: secretsKeyArn, recoveryWindowInDays: keyDeletionWindowDays },
      { parent: this },
    );
  }

  private createBedrockUser(name: string) {
    const secret = this.createSecret(
      `${name}-bedrock-user`,
      'Sign-in of Amazon Bedrock Knowledge Bases to the database, which takes it from nowhere else.',
    );
    const password = aws.secretsmanager.getRandomPasswordOutput(
      { passwordLength: 40, excludePunctuation: true },
      { parent: this },
    ).randomPassword;
    new aws.secretsmanager.SecretVersion(
      `${name}-bedrock-user-value`,
      {
        secretId: secret.id,
        secretString: pulumi.secret(pulumi.jsonStringify({ username: bedrockUserName, password })),
      },
      // A new draw at each run must not become a new password.
      { parent: this, ignoreChanges: ['secretString'] },
    );
    return secret.arn;
  }
}
