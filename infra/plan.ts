import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { judgePlan, type PlannedCost } from './plan-judgement.js';
import { adviceText, costText } from './plan-text.js';
import { isStopping } from './policies/judge.js';
import { findingsSarif } from './policies/sarif.js';
import { findingsMarkdown, findingsText } from './policies/text.js';
import { differenceOf } from './preview/difference.js';
import type { PlannedResource } from './preview/planned-resource.js';
import { previewStack } from './preview/preview.js';
import { differenceText, planText, type Style } from './preview/text.js';

const help = `Shows what a stack would be made of, without cloud, CLI, credentials or network.

  npm run plan -- --stack prod                  resources by component, and outputs
  npm run plan -- --stack prod --json           the same for machines
  npm run plan -- --stack prod --save FILE      keep the plan
  npm run plan -- --stack prod --against FILE   what changes against a kept plan
  npm run plan -- --stack prod --sarif FILE     keep what the policies found, as SARIF
  npm run plan -- --stack prod --findings FILE  the same as Markdown, with what is accepted and why

Ends with exit code 1 where a policy finds an error that nobody accepted.`;

const isPlain = !process.stdout.isTTY || process.env.NO_COLOR !== undefined;
const styled = (code: number) => (text: string) => (isPlain ? text : `\u001b[${code}m${text}\u001b[0m`);
const style: Style = { bold: styled(1), dim: styled(2) };

/** A mistake of who calls the command. */
class UsageError extends Error {}

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

/** A plan that was kept; one from before plans were priced has no cost. */
interface KeptPlan {
  readonly resources: readonly PlannedResource[];
  readonly cost?: PlannedCost | null;
}

async function readPlan(file: string): Promise<KeptPlan> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`There is no plan in ${file}. Make one with --save.`);
  });
  try {
    const kept = JSON.parse(text) as KeptPlan;
    if (Array.isArray(kept.resources)) return kept;
  } catch {}
  throw new UsageError(`${file} is no plan. Make one with --save.`);
}

async function plan(): Promise<void> {
  const options = parseOptions();
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  if (options.help) return print(help);
  if (options.stack === undefined) throw new UsageError(`Say which stack with --stack.\n\n${help}`);
  const earlier = options.against === undefined ? undefined : await readPlan(options.against);
  const preview = await previewStack(options.stack);
  const today = new Date().toISOString().slice(0, 10);
  const { advice, findings, cost } = await judgePlan(preview, today);
  if (findings.some(isStopping)) process.exitCode = 1;
  const document = { ...preview, advice, findings, cost };
  const json = JSON.stringify(document, null, 2);
  if (options.save !== undefined) await writeFile(options.save, `${json}\n`);
  if (options.sarif !== undefined) await writeFile(options.sarif, findingsSarif(preview.stack, findings));
  if (options.findings !== undefined) await writeFile(options.findings, findingsMarkdown(preview.stack, findings));
  if (options.json) return print(json);
  print(planText(preview, style));
  print(`\n${costText(cost, earlier?.cost ?? undefined, style)}`);
  print(`\n${adviceText(advice, style)}`);
  print(`\n${findingsText(findings, style)}`);
  if (earlier !== undefined) print(`\n${differenceText(differenceOf(preview.resources, earlier.resources), style)}`);
}

try {
  await plan();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
