import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Place } from '../place.js';
import { buildAuditKeyPolicy, buildDataKeyPolicy, buildSecretsKeyPolicy } from './key-policy.js';

export interface EncryptionArgs extends Place {
  readonly keyDeletionWindowDays: number;
}

/** Three keys of our own, so that who may read logs can't thereby read records, and none may read secrets. */
export class Encryption extends pulumi.ComponentResource {
  readonly keys: Readonly<Record<'dataKeyArn' | 'secretsKeyArn' | 'auditKeyArn', pulumi.Output<string>>>;

  constructor(name: string, args: EncryptionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:encryption:Encryption', name, {}, opts);
    const createPurposeKey = (purpose: string, description: string, policy: string) =>
      this.createKey(`${name}-${purpose}`, description, policy, args.keyDeletionWindowDays);
    this.keys = {
      dataKeyArn: createPurposeKey('data', 'Database, files, queues, images', buildDataKeyPolicy(args)),
      secretsKeyArn: createPurposeKey('secrets', 'Secrets', buildSecretsKeyPolicy(args)),
      auditKeyArn: createPurposeKey('audit', 'Logs, audit bucket, trail', buildAuditKeyPolicy(args)),
    };
    this.registerOutputs(this.keys);
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
