import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { auditKeyPolicy, dataKeyPolicy, type KeyPlace, secretsKeyPolicy } from './key-policy.js';

export interface EncryptionArgs extends KeyPlace {
  readonly keyDeletionWindowDays: number;
}

/** Three keys of our own, so that who may read logs can't thereby read records, and none may read secrets. */
export class Encryption extends pulumi.ComponentResource {
  readonly dataKeyArn: pulumi.Output<string>;
  readonly secretsKeyArn: pulumi.Output<string>;
  readonly auditKeyArn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:encryption:Encryption', name, {}, opts);
    const keyOf = (purpose: string, description: string, policy: string) =>
      this.createKey(`${name}-${purpose}`, description, policy, args.keyDeletionWindowDays);
    this.dataKeyArn = keyOf('data', 'Database, files, queues, images', dataKeyPolicy(args));
    this.secretsKeyArn = keyOf('secrets', 'Secrets', secretsKeyPolicy(args));
    this.auditKeyArn = keyOf('audit', 'Logs, audit bucket, trail', auditKeyPolicy(args));
    this.registerOutputs({
      dataKeyArn: this.dataKeyArn,
      secretsKeyArn: this.secretsKeyArn,
      auditKeyArn: this.auditKeyArn,
    });
  }

  private createKey(name: string, description: string, policy: string, deletionWindowInDays: number) {
    const key = new aws.kms.Key(
      name,
      { description, policy, deletionWindowInDays, enableKeyRotation: true, rotationPeriodInDays: 365 },
      { parent: this },
    );
    // The stack's name in the alias lets two environments live in one account.
    new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${pulumi.getProject()}-${pulumi.getStack()}-${name}`, targetKeyId: key.keyId },
      { parent: this },
    );
    return key.arn;
  }
}
