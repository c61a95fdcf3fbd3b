import { type Responder, resolveName, stableHex } from './responder.js';

export const snsResources: Readonly<Record<string, Responder>> = {
  'aws:sns/topic:Topic': (request, { partition, region, accountId }) => {
    const name = resolveName(request);
    const arn = `arn:${partition}:sns:${region}:${accountId}:${name}`;
    return { id: arn, name, arn };
  },
  'aws:sns/topicPolicy:TopicPolicy': ({ inputs }) => ({ id: String(inputs.arn) }),
  'aws:sns/topicSubscription:TopicSubscription': ({ name, inputs }) => {
    const arn = `${inputs.topic}:${stableHex(name, 36)}`;
    return { id: arn, arn };
  },
};
