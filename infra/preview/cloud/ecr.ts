import { type Responder, resolveName } from './responder.js';

export const ecrResources: Readonly<Record<string, Responder>> = {
  'aws:ecr/repository:Repository': (request, { partition, region, accountId }) => {
    const name = resolveName(request);
    return {
      id: name,
      name,
      arn: `arn:${partition}:ecr:${region}:${accountId}:repository/${name}`,
      registryId: accountId,
      repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
    };
  },
  'aws:ecr/lifecyclePolicy:LifecyclePolicy': ({ inputs }) => ({ id: String(inputs.repository) }),
};
