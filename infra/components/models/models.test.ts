import * as aws from '@pulumi/aws';
import { describe, expect, it } from 'vitest';
import { findOnly, planProgram } from '../../../test/support/plan.js';
import { Models, type ModelsArgs } from './models.js';

const args: ModelsArgs = {
  partition: 'aws',
  region: 'us-east-1',
  accountId: '123456789012',
  embeddingModelId: 'amazon.titan-embed-text-v2:0',
  modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
};

/** The statements that one grant gives. */
async function readGrantedStatements(
  grant: (models: Models, role: aws.iam.Role) => void,
  changes: Partial<ModelsArgs> = {},
) {
  const plan = await planProgram(() => {
    const role = new aws.iam.Role('role', { assumeRolePolicy: '{}' });
    grant(new Models('models', { ...args, ...changes }), role);
  });
  const { inputs } = findOnly(plan, 'aws:iam/rolePolicy:RolePolicy');
  return JSON.parse(String(inputs.policy)).Statement;
}

const embeddings = (models: Models, role: aws.iam.Role) => models.grantEmbeddings({ name: 'agent_integration', role });
const model = (models: Models, role: aws.iam.Role) => models.grantModel({ name: 'agent_integration', role });

describe('who may call a model', () => {
  it('embeds with one model of this region', async () => {
    expect(await readGrantedStatements(embeddings)).toEqual([
      {
        Sid: 'Embed',
        Effect: 'Allow',
        Action: 'bedrock:InvokeModel',
        Resource: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
      },
    ]);
  });

  it('asks a profile, and its model in other regions by way of that profile alone', async () => {
    const profile =
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0';
    expect(await readGrantedStatements(model)).toEqual([
      { Sid: 'AskProfile', Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: profile },
      {
        Sid: 'AskModelOfProfile',
        Effect: 'Allow',
        Action: 'bedrock:InvokeModel',
        Resource: 'arn:aws:bedrock:*::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0',
        Condition: { StringEquals: { 'bedrock:InferenceProfileArn': profile } },
      },
    ]);
  });

  it('asks a model by its own id in this region, through a guardrail', async () => {
    const guardrail = { id: 'abc123', version: '2' };
    expect(await readGrantedStatements(model, { modelId: 'amazon.nova-lite-v1:0', guardrail })).toEqual([
      {
        Sid: 'Ask',
        Effect: 'Allow',
        Action: 'bedrock:InvokeModel',
        Resource: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      },
      {
        Sid: 'PassGuardrail',
        Effect: 'Allow',
        Action: 'bedrock:ApplyGuardrail',
        Resource: 'arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123',
      },
    ]);
  });
});
