import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { Component } from '../component.js';

export interface RegistryArgs {
  readonly dataKeyArn: pulumi.Input<string>;
  readonly keptImageCount: number;
  /** Deletes the images with the stack. */
  readonly forceDestroy: boolean;
}

/** An encrypted repository for the agent's container images. Images are scanned on push and never overwritten. */
export class Registry extends Component<RegistryArgs> {
  readonly repositoryUrl: pulumi.Output<string>;

  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:registry:Registry', name, args, opts);
    const repository = this.createRepository();
    this.expireOldImages(repository);
    this.repositoryUrl = repository.repositoryUrl;
    this.registerOutputs({ repositoryUrl: this.repositoryUrl });
  }

  private createRepository(): aws.ecr.Repository {
    const { dataKeyArn, forceDestroy } = this.args;
    return new aws.ecr.Repository(
      `${this.name}-agent`,
      {
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: dataKeyArn }],
        forceDelete: forceDestroy,
      },
      { parent: this },
    );
  }

  private expireOldImages({ name: repository }: aws.ecr.Repository): void {
    const { keptImageCount: countNumber } = this.args;
    const rule = {
      rulePriority: 1,
      description: `Keep the last ${countNumber} images`,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber },
      action: { type: 'expire' },
    };
    new aws.ecr.LifecyclePolicy(
      `${this.name}-agent-lifecycle`,
      { repository, policy: JSON.stringify({ rules: [rule] }) },
      { parent: this },
    );
  }
}
