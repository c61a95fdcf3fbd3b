import { type Responder, resolveName } from './responder.js';

export const sqsResources: Readonly<Record<string, Responder>> = {
  'aws:sqs/queue:Queue': (request, { partition, region, accountId }) => {
    const name = resolveName(request);
    const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    return { id: url, url, name, arn: `arn:${partition}:sqs:${region}:${accountId}:${name}` };
  },
  'aws:sqs/queuePolicy:QueuePolicy': ({ inputs }) => ({ id: String(inputs.queueUrl) }),
};
