import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { planBudgets } from '../infra/cost/budgets.js';
import { budgetsKey, withBudgets } from '../infra/cost/budgets-file.js';
import { pricePlan } from '../infra/cost/planned-bill.js';
import { previewStack } from '../infra/preview/preview.js';
import { print, runCommand, UsageError } from './command.js';

const help = `Says what budgets a stack's planned bill asks for.

  npm run cost:budgets -- --stack prod            what they should be
  npm run cost:budgets -- --stack prod --write    the same, written into Pulumi.prod.yaml
  npm run cost:budgets -- --stack prod --check    exit code 1 where the file has others`;

function parseOptions() {
  try {
    return parseArgs({
      options: {
        stack: { type: 'string' },
        write: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

async function run(): Promise<void> {
  const { stack, write, check, help: isHelp } = parseOptions();
  if (isHelp) return print(help);
  if (!stack) throw new UsageError(`Say which stack with --stack.\n\n${help}`);
  const file = `Pulumi.${stack}.yaml`;
  const { bill, wholeBill } = await pricePlan(await previewStack(stack));
  const budgets = planBudgets(wholeBill);
  print(`${budgetsKey}: ${JSON.stringify(budgets)}`);
  for (const { resource, monthlyUsd } of bill.leftOut) {
    print(`These count ${resource} (${monthlyUsd.toFixed(2)} US$ a month), which usage.leftOut keeps off the bill.`);
  }
  const text = await readFile(file, 'utf8');
  const written = withBudgets(text, budgets);
  const isKept = written === undefined;
  if (write && !isKept) {
    await writeFile(file, written);
    print(`Wrote them into ${file}.`);
  }
  if (check && !isKept) {
    throw new Error(`${file} has other budgets. Run: npm run cost:budgets -- --stack ${stack} --write`);
  }
}

await runCommand(run);
