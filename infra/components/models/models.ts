import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { Grantee } from '../grantee.js';

export interface ModelsArgs {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Of the model that turns text into vectors. */
  readonly embeddingModelId: string;
  /** Of the model that answers, or of the inference profile that finds it in several regions. */
  readonly modelId: string;
  readonly guardrail?: StackConfig['assistant']['guardrail'];
}

/** An inference profile's id is a model's with the regions before it that it serves: `us.anthropic.claude-…`. */
const profilePattern = /^(?:us|eu|apac|jp|au|ca|us-gov|global)\.(.+)$/;

type Statement = aws.iam.PolicyStatement;

/** Models of Amazon Bedrock. They exist already; what a stack has of them is who may call which. */
export class Models extends pulumi.ComponentResource {
  private readonly name: string;
  private readonly args: ModelsArgs;

  constructor(name: string, args: ModelsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:models:Models', name, {}, opts);
    this.name = name;
    this.args = args;
    this.registerOutputs({});
  }

  /** Lets a function turn text into vectors. */
  grantEmbeddings(grantee: Grantee): void {
    this.grant('embeddings', grantee, [
      {
        Sid: 'Embed',
        Effect: 'Allow',
        Action: 'bedrock:InvokeModel',
        Resource: this.modelArn(this.args.embeddingModelId),
      },
    ]);
  }

  /** Lets a function ask the model, through the guardrail where there is one. */
  grantModel(grantee: Grantee): void {
    this.grant('model', grantee, [...this.allowInvocation(), ...this.allowGuardrail()]);
  }

  /**
   * A profile passes a request on to its model in other regions, which the caller must be allowed as well, and is then
   * allowed by way of that profile alone (Bedrock user guide, "Prerequisites for inference profiles").
   */
  private allowInvocation(): Statement[] {
    const { partition, region, accountId, modelId } = this.args;
    const [, profiled] = profilePattern.exec(modelId) ?? [];
    if (profiled === undefined) {
      return [{ Sid: 'Ask', Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: this.modelArn(modelId) }];
    }
    const profileArn = `arn:${partition}:bedrock:${region}:${accountId}:inference-profile/${modelId}`;
    return [
      { Sid: 'AskProfile', Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: profileArn },
      {
        Sid: 'AskModelOfProfile',
        Effect: 'Allow',
        Action: 'bedrock:InvokeModel',
        Resource: `arn:${partition}:bedrock:*::foundation-model/${profiled}`,
        Condition: { StringEquals: { 'bedrock:InferenceProfileArn': profileArn } },
      },
    ];
  }

  private allowGuardrail(): Statement[] {
    const { partition, region, accountId, guardrail } = this.args;
    if (guardrail === undefined) return [];
    const arn = `arn:${partition}:bedrock:${region}:${accountId}:guardrail/${guardrail.id}`;
    return [{ Sid: 'PassGuardrail', Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: arn }];
  }

  private modelArn(modelId: string): string {
    const { partition, region } = this.args;
    return `arn:${partition}:bedrock:${region}::foundation-model/${modelId}`;
  }

  private grant(purpose: string, grantee: Grantee, statements: Statement[]): void {
    new aws.iam.RolePolicy(
      `${this.name}-${purpose}-for-${grantee.name}`,
      { role: grantee.role.name, policy: pulumi.jsonStringify({ Version: '2012-10-17', Statement: statements }) },
      { parent: this },
    );
  }
}
