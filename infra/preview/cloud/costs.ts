import { type Responder, resolveName, stableHex } from './responder.js';

/** Cost Explorer's things belong to the account and have no region. */
const respondWithCostExplorerArn =
  (path: string): Responder =>
  (request, { partition, accountId }) => {
    const arn = `arn:${partition}:ce::${accountId}:${path}/${stableHex(request.name, 36)}`;
    return { id: arn, arn, name: resolveName(request) };
  };

export const costResources: Readonly<Record<string, Responder>> = {
  'aws:budgets/budget:Budget': (request, { partition, accountId }) => {
    const name = resolveName(request);
    return { id: `${accountId}:${name}`, name, arn: `arn:${partition}:budgets::${accountId}:budget/${name}` };
  },
  'aws:costexplorer/anomalyMonitor:AnomalyMonitor': respondWithCostExplorerArn('anomalymonitor'),
  'aws:costexplorer/anomalySubscription:AnomalySubscription': respondWithCostExplorerArn('anomalysubscription'),
};
