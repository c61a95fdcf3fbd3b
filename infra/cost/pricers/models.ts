import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { ofType, type Pricer, textInput } from './pricer.js';

const component = 'Amazon Bedrock';

/** The models that the books have prices of. */
const pricedAnsweringModel = 'anthropic.claude-haiku-4-5';
const pricedEmbeddingModel = 'amazon.titan-embed-text-v2:0';

/** Whether some function of the plan may invoke a model. */
const mayInvoke = (plan: readonly PlannedResource[], model: string): boolean =>
  ofType(plan, 'aws:iam/rolePolicy:RolePolicy').some((policy) => textInput(policy, 'policy')?.includes(model));

function requireModel(plan: readonly PlannedResource[], model: string, tokens: number): void {
  if (tokens === 0 || mayInvoke(plan, model)) return;
  throw new Error(
    `The demand has tokens, but no function may call ${model}, the model that the books have a price of.`,
  );
}

/** Tokens of Bedrock's models, which no resource of the plan stands for. */
export const models: Pricer = {
  types: [],
  charge(_resources, { plan, usage }): Charge[] {
    const { inputTokensMillions, outputTokensMillions, embeddingTokensMillions } = usage.models;
    requireModel(plan, pricedAnsweringModel, inputTokensMillions + outputTokensMillions);
    requireModel(plan, pricedEmbeddingModel, embeddingTokensMillions);
    const basis = 'demand';
    return [
      { component, item: 'Input tokens', price: 'modelInputTokenMillion', quantity: inputTokensMillions, basis },
      { component, item: 'Output tokens', price: 'modelOutputTokenMillion', quantity: outputTokensMillions, basis },
      { component, item: 'Embedded tokens', price: 'embeddingTokenMillion', quantity: embeddingTokensMillions, basis },
    ];
  },
};
