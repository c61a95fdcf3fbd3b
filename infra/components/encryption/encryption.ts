import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { Component } from '../component.js';
import type { Place } from '../place.js';
import { buildAuditKeyPolicy, buildDataKeyPolicy, buildSecretsKeyPolicy } from './key-policy.js';

export interface EncryptionArgs {
  readonly place: Place;
  readonly keyDeletionWindowDays: number;
}

/**
 * Three customer-managed keys: data, secrets, and audit (logs included). They are separate so that permission to read
 * logs gives no access to records, and neither gives access to secrets. Keys are used only through AWS services.
 */
export class Encryption extends Component<EncryptionArgs> {
  readonly dataKeyArn: pulumi.Output<string>;
  readonly secretsKeyArn: pulumi.Output<string>;
  readonly auditKeyArn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:encryption:Encryption', name, args, opts);
    const { place } = args;
    this.dataKeyArn = this.createKey('data', 'Database, files, queues, images', buildDataKeyPolicy(place));
    this.secretsKeyArn = this.createKey('secrets', 'Secrets', buildSecretsKeyPolicy(place));
    this.auditKeyArn = this.createKey('audit', 'Logs, audit bucket, trail', buildAuditKeyPolicy(place));
    this.registerOutputs({
      dataKeyArn: this.dataKeyArn,
      secretsKeyArn: this.secretsKeyArn,
      auditKeyArn: this.auditKeyArn,
    });
  }

  private createKey(purpose: string, description: string, policy: string): pulumi.Output<string> {
    const name = `${this.name}-${purpose}`;
    const key = new aws.kms.Key(
      name,
      {
        description,
        policy,
        deletionWindowInDays: this.args.keyDeletionWindowDays,
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
      },
      { parent: this },
    );
    // The alias contains the stack's name so that two stacks can share an account.
    new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${this.namePrefix}-${name}`, targetKeyId: key.keyId },
      { parent: this },
    );
    return key.arn;
  }
}
