import { filterByType } from '../../policies/policy.js';
import { createChargeBuilder, type Pricer, readTextInput } from './pricer.js';

const buildCharge = createChargeBuilder('Amazon Bedrock');

/** The embedding model that the price books have a price for. */
const pricedEmbeddingModel = 'amazon.titan-embed-text-v2:0';

export const bedrockPricers: readonly Pricer[] = [
  {
    types: [],
    demand: 'models',
    charge(_resources, { plan, usage }) {
      const { inputTokensMillions, outputTokensMillions, embeddingTokensMillions } = usage.models;
      const other = filterByType(plan, 'aws:lambda/function:Function')
        .map((planned) => readTextInput(planned, 'environment.variables.EMBEDDING_MODEL_ID'))
        .find((model) => model !== undefined && model !== pricedEmbeddingModel);
      if (embeddingTokensMillions > 0 && other !== undefined) {
        throw new Error(`Can't price tokens of ${other}; only ${pricedEmbeddingModel} has a price.`);
      }
      return [
        buildCharge('Input tokens, Claude Haiku 4.5', 'modelInputTokenMillion', inputTokensMillions, 'demand'),
        buildCharge('Output tokens, Claude Haiku 4.5', 'modelOutputTokenMillion', outputTokensMillions, 'demand'),
        buildCharge('Embedded tokens, Titan V2', 'embeddingTokenMillion', embeddingTokensMillions, 'demand'),
      ];
    },
  },
];
