import { readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { parse, parseDocument } from 'yaml';
import { print, runCommand, UsageError } from '../config/terminal.js';
import { budgetsOf } from './cost/budgets.js';
import { plannedBillOf } from './cost/planned-bill.js';
import { previewStack } from './preview/preview.js';

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
  const { bill, wholeBill } = await plannedBillOf(await previewStack(stack));
  const budgets = budgetsOf(wholeBill);
  const key = 'healthcare-backend:budgets';
  print(`${key}: ${JSON.stringify(budgets)}`);
  for (const { resource, monthlyUsd } of bill.leftOut) {
    print(`These count ${resource} (${monthlyUsd.toFixed(2)} US$ a month), which usage.leftOut keeps off the bill.`);
  }
  const text = await readFile(file, 'utf8');
  const kept = (parse(text) as { config?: Record<string, { monthlyUsd?: number; services?: object }> }).config?.[key];
  const isKept = kept?.monthlyUsd === budgets.monthlyUsd && isDeepStrictEqual(kept.services ?? {}, budgets.services);
  if (write && !isKept) {
    const document = parseDocument(text);
    document.setIn(['config', key, 'monthlyUsd'], budgets.monthlyUsd);
    document.setIn(['config', key, 'services'], document.createNode(budgets.services));
    await writeFile(file, document.toString({ lineWidth: 0, flowCollectionPadding: false }));
    print(`Wrote them into ${file}.`);
  }
  if (check && !isKept) {
    throw new Error(`${file} has other budgets. Run: npm run cost:budgets -- --stack ${stack} --write`);
  }
}

await runCommand(run);
