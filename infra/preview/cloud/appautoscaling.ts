import { type Responder, resolveName, stableHex } from './responder.js';

export const appautoscalingResources: Readonly<Record<string, Responder>> = {
  'aws:appautoscaling/target:Target': ({ name, inputs }, { partition, region, accountId }) => ({
    id: String(inputs.resourceId),
    arn: `arn:${partition}:application-autoscaling:${region}:${accountId}:scalable-target/${stableHex(name, 36)}`,
  }),
  'aws:appautoscaling/scheduledAction:ScheduledAction': (request, { partition, region, accountId }) => {
    const name = resolveName(request);
    const { serviceNamespace, resourceId } = request.inputs;
    const action = `${stableHex(name, 36)}:resource/${serviceNamespace}/${resourceId}:scheduledActionName/${name}`;
    return {
      id: `${name}-${serviceNamespace}-${resourceId}`,
      name,
      arn: `arn:${partition}:autoscaling:${region}:${accountId}:scheduledAction:${action}`,
    };
  },
};
