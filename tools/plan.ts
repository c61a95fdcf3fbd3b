import { writeFile } from 'node:fs/promises';
import { judgePlan } from '../infra/plan/judge-plan.js';
import { adviceText, plannedCostText } from '../infra/plan/plan-text.js';
import { isBlocking } from '../infra/policies/judge.js';
import { findingsSarif } from '../infra/policies/sarif.js';
import { findingsMarkdown, findingsText } from '../infra/policies/text.js';
import { diffPlans } from '../infra/preview/difference.js';
import { previewStack } from '../infra/preview/preview.js';
import { differenceText, planText } from '../infra/preview/text.js';
import { bold, dim, print, printJson, requireWritable, runCommand, UsageError } from './command.js';
import { readSavedPlan } from './saved-plan.js';

const help = `Previews a stack offline: no AWS account, Pulumi CLI, credentials or network needed.

  npm run plan -- --stack prod                  list resources by component, outputs, cost, advice and policy findings
  npm run plan -- --stack prod --json           print the plan as JSON
  npm run plan -- --stack prod --save FILE      save the plan
  npm run plan -- --stack prod --against FILE   compare with a saved plan: resources and cost; also with --json
  npm run plan -- --stack prod --sarif FILE     save the policy findings as SARIF
  npm run plan -- --stack prod --findings FILE  save the policy findings as Markdown, with accepted ones and their reasons

Exit code 1: a policy error that is not accepted, or advice of severity error.`;

await runCommand(
  {
    help,
    options: {
      stack: { type: 'string' },
      json: { type: 'boolean' },
      save: { type: 'string' },
      against: { type: 'string' },
      sarif: { type: 'string' },
      findings: { type: 'string' },
    },
  },
  async ({ values: options }) => {
    if (!options.stack) throw new UsageError('--stack is required.');
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
      return printJson({ ...document, ...against });
    }
    const style = { bold, dim };
    print(planText(preview, style));
    print(`\n${plannedCostText(cost, earlier?.cost ?? undefined, style)}`);
    print(`\n${adviceText(advice, style)}`);
    print(`\n${findingsText(findings, style)}`);
    if (difference !== undefined) print(`\n${differenceText(difference, style)}`);
  },
);
