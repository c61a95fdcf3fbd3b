import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { judgePlan } from '../infra/plan/judge-plan.js';
import { adviceText, plannedCostText } from '../infra/plan/plan-text.js';
import { isBlocking } from '../infra/policies/judge.js';
import { findingsSarif } from '../infra/policies/sarif.js';
import { findingsMarkdown, findingsText } from '../infra/policies/text.js';
import { diffPlans } from '../infra/preview/difference.js';
import { previewStack } from '../infra/preview/preview.js';
import { differenceText, planText } from '../infra/preview/text.js';
import { bold, dim, print, runCommand, UsageError } from './command.js';
import { readSavedPlan } from './kept-plan.js';
import { requireWritable } from './output-file.js';

const help = `Shows what a stack would be made of, without cloud, CLI, credentials or network.

  npm run plan -- --stack prod                  resources by component, and outputs
  npm run plan -- --stack prod --json           the same for machines
  npm run plan -- --stack prod --save FILE      keep the plan
  npm run plan -- --stack prod --against FILE   what changes against a kept plan, and what that costs; with --json too
  npm run plan -- --stack prod --sarif FILE     keep what the policies found, as SARIF
  npm run plan -- --stack prod --findings FILE  the same as Markdown, with what is accepted and why

Ends with exit code 1 where a policy finds an error that nobody accepted, and where advice finds an error: what is planned can't work, or a budget fires at it.`;

function parseOptions() {
  try {
    return parseArgs({
      options: {
        stack: { type: 'string' },
        json: { type: 'boolean', default: false },
        save: { type: 'string' },
        against: { type: 'string' },
        sarif: { type: 'string' },
        findings: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

async function plan(): Promise<void> {
  const options = parseOptions();
  if (options.help) return print(help);
  if (!options.stack) throw new UsageError(`Say which stack with --stack.\n\n${help}`);
  for (const option of ['save', 'sarif', 'findings'] as const) {
    const file = options[option];
    if (file !== undefined) await requireWritable(`--${option}`, file);
  }
  const earlier = options.against === undefined ? undefined : await readSavedPlan(options.against, options.stack);
  const preview = await previewStack(options.stack);
  const today = new Date().toISOString().slice(0, 10);
  const { advice, findings, cost } = await judgePlan(preview, today);
  if (findings.some(isBlocking) || advice.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  const document = { ...preview, advice, findings, cost };
  if (options.save !== undefined) await writeFile(options.save, `${JSON.stringify(document, null, 2)}\n`);
  if (options.sarif !== undefined) await writeFile(options.sarif, findingsSarif(preview.stack, findings));
  if (options.findings !== undefined) await writeFile(options.findings, findingsMarkdown(preview.stack, findings));
  const difference = earlier === undefined ? undefined : diffPlans(preview.resources, earlier.resources);
  if (options.json) {
    const against = earlier === undefined ? {} : { against: { ...difference, cost: earlier.cost ?? null } };
    return print(JSON.stringify({ ...document, ...against }, null, 2));
  }
  const style = { bold, dim };
  print(planText(preview, style));
  print(`\n${plannedCostText(cost, earlier?.cost ?? undefined, style)}`);
  print(`\n${adviceText(advice, style)}`);
  print(`\n${findingsText(findings, style)}`);
  if (difference !== undefined) print(`\n${differenceText(difference, style)}`);
}

await runCommand(plan);
