import { describe, expect, it } from 'vitest';
import { findOnly, planProgram } from '../../../test/support/plan.js';
import type { Grantee } from '../component.js';
import { createGrantee, parseStatements, testPlace } from '../testing.js';
import { Models, type ModelsArgs } from './models.js';

const args: ModelsArgs = {
  place: testPlace,
  embeddingModelId: 'amazon.titan-embed-text-v2:0',
  modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
  guardrail: undefined,
};

/** The statements that one grant gives. */
async function readGrantedStatements(
  grant: (models: Models, grantee: Grantee) => void,
  changes: Partial<ModelsArgs> = {},
) {
  const plan = await planProgram(() => {
    grant(new Models('models', { ...args, ...changes }), createGrantee('agent_integration'));
  });
  return parseStatements(findOnly(plan, 'aws:iam/rolePolicy:RolePolicy'));
}

const embeddings = (models: Models, grantee: Grantee) => models.grantEmbeddings(grantee);
const model = (models: Models, grantee: Grantee) => models.grantModel(grantee);

describe('access to models', () => {
  it('allows embeddings with one model in this region', async () => {
    expect(await readGrantedStatements(embeddings)).toEqual([
      {
        Sid: 'Embed',
        Effect: 'Allow',
        Action: 'bedrock:InvokeModel',
        Resource: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
      },
    ]);
  });

  it('allows a profile, and its model in other regions only through that profile', async () => {
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

  it('allows a model in this region, through a guardrail', async () => {
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
