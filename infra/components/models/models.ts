import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../config/settings/stack.js';
import { Component, type Grantee } from '../component.js';
import { buildArn, type Place } from '../place.js';

export interface ModelsArgs {
  readonly place: Place;
  /** The model that turns text into vectors. */
  readonly embeddingModelId: string;
  /** The model that answers, or an inference profile that routes to it in several regions. */
  readonly modelId: string;
  readonly guardrail: StackConfig['assistant']['guardrail'];
}

/** An inference profile's id is a model's id behind the regions that it serves: `us.anthropic.claude-…`. */
const profilePattern = /^(?:us|eu|apac|jp|au|ca|us-gov|global)\.(.+)$/;

type Statement = aws.iam.PolicyStatement;

const allowInvocation = (Sid: string, Resource: string, Condition?: Statement['Condition']): Statement => ({
  Sid,
  Effect: 'Allow',
  Action: 'bedrock:InvokeModel',
  Resource,
  ...(Condition && { Condition }),
});

/** Access to models of Amazon Bedrock. It creates no models: AWS provides them. */
export class Models extends Component<ModelsArgs> {
  constructor(name: string, args: ModelsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:models:Models', name, args, opts);
    this.registerOutputs({});
  }

  /** Lets a function turn text into vectors. */
  grantEmbeddings({ name, role }: Grantee): void {
    this.allow(role, `embeddings-for-${name}`, [
      allowInvocation('Embed', this.buildModelArn(this.args.embeddingModelId)),
    ]);
  }

  /** Lets a function call the model, through the guardrail if there is one. */
  grantModel({ name, role }: Grantee): void {
    this.allow(role, `model-for-${name}`, [...this.allowModel(), ...this.allowGuardrail()]);
  }

  /**
   * A profile forwards requests to its model in other regions. The caller needs access to the model there too, but only
   * through that profile (Bedrock user guide, "Prerequisites for inference profiles").
   */
  private allowModel(): Statement[] {
    const { place, modelId } = this.args;
    const [, profiledModelId] = profilePattern.exec(modelId) ?? [];
    if (profiledModelId === undefined) return [allowInvocation('Ask', this.buildModelArn(modelId))];
    const profileArn = buildArn(place, 'bedrock', `inference-profile/${modelId}`);
    return [
      allowInvocation('AskProfile', profileArn),
      allowInvocation('AskModelOfProfile', `arn:${place.partition}:bedrock:*::foundation-model/${profiledModelId}`, {
        StringEquals: { 'bedrock:InferenceProfileArn': profileArn },
      }),
    ];
  }

  private allowGuardrail(): Statement[] {
    const { place, guardrail } = this.args;
    if (guardrail === undefined) return [];
    const arn = buildArn(place, 'bedrock', `guardrail/${guardrail.id}`);
    return [{ Sid: 'PassGuardrail', Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: arn }];
  }

  private buildModelArn(modelId: string): string {
    const { partition, region } = this.args.place;
    return `arn:${partition}:bedrock:${region}::foundation-model/${modelId}`;
  }
}
