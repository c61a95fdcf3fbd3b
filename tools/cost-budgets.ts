import { readFile, writeFile } from 'node:fs/promises';
import { formatUsd } from '../config/format.js';
import { budgetsKey, planBudgets, withBudgets } from '../infra/cost/budgets.js';
import { pricePlan } from '../infra/cost/planned-bill.js';
import { previewStack } from '../infra/preview/preview.js';
import { print, runCommand, UsageError } from './command.js';

const help = `Print the budgets for the planned bill of a stack.

Usage: npm run cost:budgets -- --stack NAME [options]

  --stack NAME    the stack, such as prod
  --write         write the budgets to its stack file
  --check         exit with code 1 if the stack file has other budgets`;

const options = {
  stack: { type: 'string' },
  write: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
} as const;

await runCommand({ help, options }, async ({ values: { stack, write, check } }) => {
  if (!stack) throw new UsageError('--stack is required.');
  const file = `Pulumi.${stack}.yaml`;
  const { bill, wholeBill } = await pricePlan(await previewStack(stack));
  const budgets = planBudgets(wholeBill);
  print(`${budgetsKey}: ${JSON.stringify(budgets)}`);
  for (const { resource, monthlyUsd } of bill.leftOut) {
    print(`They include ${resource} (${formatUsd(monthlyUsd)} a month), which usage.leftOut leaves out of the bill.`);
  }
  const text = await readFile(file, 'utf8');
  const updated = withBudgets(text, budgets);
  if (updated === undefined) return;
  if (write) {
    await writeFile(file, updated);
    print(`Wrote ${file}.`);
  }
  if (check) throw new Error(`${file} has other budgets. Run: npm run cost:budgets -- --stack ${stack} --write`);
});
