import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { type Pricer, selectByType } from './pricer.js';

const component = 'Amazon Bedrock';

/** The embedding model that the books have a price of. */
const pricedEmbeddingModel = 'amazon.titan-embed-text-v2:0';

function listEmbeddingModels(plan: readonly PlannedResource[]): string[] {
  const variables = selectByType(plan, 'aws:lambda/function:Function').map(({ inputs }) =>
    Reflect.get(Object(Reflect.get(Object(inputs.environment), 'variables')), 'EMBEDDING_MODEL_ID'),
  );
  return variables.filter((model) => typeof model === 'string');
}

/** Tokens of Bedrock's models, which no resource of the plan stands for. */
export const models: Pricer = {
  types: [],
  demand: 'models',
  charge(_resources, { plan, usage }): Charge[] {
    const { inputTokensMillions, outputTokensMillions, embeddingTokensMillions } = usage.models;
    const other = listEmbeddingModels(plan).find((model) => model !== pricedEmbeddingModel);
    if (embeddingTokensMillions > 0 && other !== undefined) {
      throw new Error(`There is no price for tokens of ${other}; ${pricedEmbeddingModel} has one.`);
    }
    const basis = 'demand';
    return [
      {
        component,
        item: 'Input tokens, Claude Haiku 4.5',
        price: 'modelInputTokenMillion',
        quantity: inputTokensMillions,
        basis,
      },
      {
        component,
        item: 'Output tokens, Claude Haiku 4.5',
        price: 'modelOutputTokenMillion',
        quantity: outputTokensMillions,
        basis,
      },
      {
        component,
        item: 'Embedded tokens, Titan V2',
        price: 'embeddingTokenMillion',
        quantity: embeddingTokensMillions,
        basis,
      },
    ];
  },
};
