import { autoName, drawn, type Responder } from './responder.js';

/** Cost Explorer's things belong to the account and have no region. */
const ofAccount =
  (path: string): Responder =>
  (request, { partition, accountId }) => {
    const arn = `arn:${partition}:ce::${accountId}:${path}/${drawn(request.name, 36)}`;
    return { id: arn, arn, name: autoName(request) };
  };

export const costResources: Readonly<Record<string, Responder>> = {
  'aws:budgets/budget:Budget': (request, { partition, accountId }) => {
    const name = autoName(request);
    return { id: `${accountId}:${name}`, name, arn: `arn:${partition}:budgets::${accountId}:budget/${name}` };
  },
  'aws:costexplorer/anomalyMonitor:AnomalyMonitor': ofAccount('anomalymonitor'),
  'aws:costexplorer/anomalySubscription:AnomalySubscription': ofAccount('anomalysubscription'),
};
