import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface RegistryArgs {
  readonly dataKeyArn: pulumi.Input<string>;
  readonly keptImageCount: number;
  /** Deletes the images with the stack. */
  readonly forceDestroy: boolean;
}

/** Container images of the agent: scanned when they arrive, never overwritten, the last few kept. */
export class Registry extends pulumi.ComponentResource {
  readonly repositoryUrl: pulumi.Output<string>;
  readonly repositoryArn: pulumi.Output<string>;

  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:registry:Registry', name, {}, opts);
    const repository = this.createRepository(name, args);
    this.expireOldImages(name, repository, args.keptImageCount);
    this.repositoryUrl = repository.repositoryUrl;
    this.repositoryArn = repository.arn;
    this.registerOutputs({ repositoryUrl: this.repositoryUrl, repositoryArn: this.repositoryArn });
  }

  private createRepository(name: string, { dataKeyArn, forceDestroy }: RegistryArgs) {
    return new aws.ecr.Repository(
      `${name}-agent`,
      {
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: dataKeyArn }],
        forceDelete: forceDestroy,
      },
      { parent: this },
    );
  }

  private expireOldImages(name: string, repository: aws.ecr.Repository, countNumber: number) {
    new aws.ecr.LifecyclePolicy(
      `${name}-agent-lifecycle`,
      {
        repository: repository.name,
        policy: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              description: `Keep the last ${countNumber} images`,
              selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber },
              action: { type: 'expire' },
            },
          ],
        }),
      },
      { parent: this },
    );
  }
}
