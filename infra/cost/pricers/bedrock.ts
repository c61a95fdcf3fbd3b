import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { type Pricer, selectByType } from './pricer.js';

/** The embedding model that the price books have a price for. */
const pricedEmbeddingModel = 'amazon.titan-embed-text-v2:0';

function listEmbeddingModels(plan: readonly PlannedResource[]): string[] {
  const variables = selectByType(plan, 'aws:lambda/function:Function').map(({ inputs }) =>
    Reflect.get(Object(Reflect.get(Object(inputs.environment), 'variables')), 'EMBEDDING_MODEL_ID'),
  );
  return variables.filter((model) => typeof model === 'string');
}

/** Tokens of Bedrock's models. */
export const bedrockPricers: readonly Pricer[] = [
  {
    types: [],
    demand: 'models',
    charge(_resources, { plan, usage }) {
      const { inputTokensMillions, outputTokensMillions, embeddingTokensMillions } = usage.models;
      const other = listEmbeddingModels(plan).find((model) => model !== pricedEmbeddingModel);
      if (embeddingTokensMillions > 0 && other !== undefined) {
        throw new Error(`Can't price tokens of ${other}; only ${pricedEmbeddingModel} has a price.`);
      }
      const charge = (item: string, price: Charge['price'], quantity: number): Charge => ({
        component: 'Amazon Bedrock',
        item,
        price,
        quantity,
        basis: 'demand',
      });
      return [
        charge('Input tokens, Claude Haiku 4.5', 'modelInputTokenMillion', inputTokensMillions),
        charge('Output tokens, Claude Haiku 4.5', 'modelOutputTokenMillion', outputTokensMillions),
        charge('Embedded tokens, Titan V2', 'embeddingTokenMillion', embeddingTokensMillions),
      ];
    },
  },
];
