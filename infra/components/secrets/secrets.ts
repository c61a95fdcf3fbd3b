import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { allowSecretRead, Component, type Grantee } from '../component.js';
import type { Place } from '../place.js';

export interface SecretsArgs {
  readonly place: Place;
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Days in which a deleted secret can be restored. The key has the same window. */
  readonly keyDeletionWindowDays: number;
}

/** The database user of Amazon Bedrock Knowledge Bases, which the migrations create. */
const bedrockUserName = 'bedrock_user';

/**
 * The secret of `bedrock_user`, with a generated password, and the secret for third parties, whose value an operator
 * sets. RDS manages the master password, which belongs to the database component.
 */
export class Secrets extends Component<SecretsArgs> {
  readonly bedrockUserSecretArn: pulumi.Output<string>;
  readonly thirdPartySecretArn: pulumi.Output<string>;

  constructor(name: string, args: SecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:secrets:Secrets', name, args, opts);
    const bedrockUser = this.createSecret(
      'bedrock-user',
      'Credentials of Amazon Bedrock Knowledge Bases for the database.',
    );
    this.generatePassword(bedrockUser);
    const thirdParty = this.createSecret(
      'third-party',
      'API keys of third parties. An operator sets the value; it is not in the Pulumi program or its state.',
    );
    this.bedrockUserSecretArn = bedrockUser.arn;
    this.thirdPartySecretArn = thirdParty.arn;
    this.registerOutputs({
      bedrockUserSecretArn: this.bedrockUserSecretArn,
      thirdPartySecretArn: this.thirdPartySecretArn,
    });
  }

  /** Lets a function read the password of `bedrock_user`. */
  grantBedrockUser({ name, role }: Grantee): void {
    const { place, secretsKeyArn: keyArn } = this.args;
    const statements = allowSecretRead({ place, secretArn: this.bedrockUserSecretArn, keyArn });
    this.allow(role, `bedrock-user-for-${name}`, statements);
  }

  private createSecret(purpose: string, description: string): aws.secretsmanager.Secret {
    const { secretsKeyArn, keyDeletionWindowDays } = this.args;
    return new aws.secretsmanager.Secret(
      `${this.name}-${purpose}`,
      { description, kmsKeyId: secretsKeyArn, recoveryWindowInDays: keyDeletionWindowDays },
      { parent: this },
    );
  }

  private generatePassword(secret: aws.secretsmanager.Secret): void {
    const { randomPassword: password } = aws.secretsmanager.getRandomPasswordOutput(
      { passwordLength: 40, excludePunctuation: true },
      { parent: this },
    );
    new aws.secretsmanager.SecretVersion(
      `${this.name}-bedrock-user-value`,
      {
        secretId: secret.id,
        secretString: pulumi.secret(pulumi.jsonStringify({ username: bedrockUserName, password })),
      },
      // Every run generates a password; only the first becomes the value.
      { parent: this, ignoreChanges: ['secretString'] },
    );
  }
}
