import { isDeepStrictEqual } from 'node:util';
import { isMap, parseDocument } from 'yaml';
import type { PlannedBudgets } from './budgets.js';

/** Where a stack's file says its budgets. */
export const budgetsKey = 'healthcare-backend:budgets';

/**
 * A stack's file with other budgets, everything else as it was, comments included; undefined where it has just these.
 * @throws Error where the file is no YAML
 */
export function withBudgets(text: string, { monthlyUsd, services }: PlannedBudgets): string | undefined {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new Error(`The stack's file is no YAML: ${problem.message}`);
  const at = ['config', budgetsKey];
  const before = (document.toJS() as { config?: Record<string, Partial<PlannedBudgets>> } | null)?.config?.[budgetsKey];
  const known = before?.services ?? {};
  if (before?.monthlyUsd === monthlyUsd && isDeepStrictEqual(known, services)) return undefined;
  // A key without a value holds nothing that could be set.
  for (const path of [['config'], at]) if (!isMap(document.getIn(path))) document.setIn(path, document.createNode({}));
  document.setIn([...at, 'monthlyUsd'], monthlyUsd);
  if (isMap(document.getIn([...at, 'services']))) {
    for (const name of Object.keys(known)) if (!(name in services)) document.deleteIn([...at, 'services', name]);
    for (const [name, amount] of Object.entries(services)) document.setIn([...at, 'services', name], amount);
  } else {
    document.setIn([...at, 'services'], document.createNode(services));
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
