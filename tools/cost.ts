import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { type UsagePresetName, usagePresetNames } from '../config/demand/usage.js';
import { type CostReport, type CostRequest, createCostReport } from '../infra/cost/cost-report.js';
import { compareCosts, SavedCost } from '../infra/cost/difference.js';
import { defaultBookId, describeUnknownBook, findBook, priceBooks } from '../infra/cost/prices.js';
import { buildCostPage, listGrowthCounts, standardScenarios } from '../infra/cost/report/cost-page.js';
import { renderDifferenceMarkdown } from '../infra/cost/report/difference.js';
import { renderHtmlPage } from '../infra/cost/report/html.js';
import { buildCostDocument } from '../infra/cost/report/json.js';
import { renderMarkdownPage } from '../infra/cost/report/markdown.js';
import type { Page } from '../infra/cost/report/page.js';
import { renderCostText } from '../infra/cost/report/text.js';
import { judge } from '../infra/policies/judge.js';
import {
  type Arguments,
  bold,
  dim,
  print,
  printJson,
  requireWritable,
  runCommand,
  showProgress,
  UsageError,
} from './command.js';

const help = `Print the monthly cost of a stack, from its stack file. Needs no AWS account, Pulumi CLI or network.

Usage: npm run cost -- --stack NAME [options]

  --stack NAME             the stack to price, such as prod
  --mau N                  number of monthly active users; the demand grows by the rules in config/demand/usage.ts
  --preset NAME            demand preset: ${usagePresetNames.join(', ')}; values in the stack file override it
  --book NAME              price book: ${priceBooks.map(({ id }) => id).join(', ')} (default ${defaultBookId})
  --free-tier              deduct the account's free tier
  --savings-plan           add a Database Savings Plan for the capacity that always runs
  --compare study2025      compare with the configuration of the 2025 cost study
  --scenarios N,N,...      also price these numbers of users
  --optimize               price optimizations on this plan and list what each would break
  --explain                show the basis and price source of each line, and the errors of the 2025 cost study

Output:
  --json                   the report as JSON
  --markdown               the full report as GitHub Markdown
  --html FILE              the full report with charts as one HTML file
  --diff FILE              the change since FILE, an earlier --json output, as Markdown for a pull request`;

const options = {
  stack: { type: 'string' },
  mau: { type: 'string' },
  preset: { type: 'string' },
  book: { type: 'string', default: defaultBookId },
  'free-tier': { type: 'boolean', default: false },
  'savings-plan': { type: 'boolean', default: false },
  compare: { type: 'string' },
  scenarios: { type: 'string' },
  optimize: { type: 'boolean', default: false },
  // The former spelling.
  optimise: { type: 'boolean', default: false },
  explain: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  html: { type: 'string' },
  diff: { type: 'string' },
} as const;

type Values = Arguments<typeof options>['values'];

function parseUsers(text: string, option: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) {
    throw new UsageError(`${option} must be a whole number of users, such as 10000 (found ${JSON.stringify(text)}).`);
  }
  return Number(text);
}

const isPreset = (name: string): name is UsagePresetName => (usagePresetNames as readonly string[]).includes(name);

function buildRequest(values: Values): CostRequest {
  const { stack, mau, preset, book, compare, scenarios } = values;
  if (!stack) throw new UsageError('--stack is required.');
  if (preset !== undefined && !isPreset(preset)) {
    throw new UsageError(`Unknown preset ${preset}. The presets are: ${usagePresetNames.join(', ')}.`);
  }
  if (findBook(book) === undefined) throw new UsageError(describeUnknownBook(book));
  // `report` is the former name.
  if (compare !== undefined && !['study2025', 'report'].includes(compare)) {
    throw new UsageError(`Unknown comparison ${compare}. Use --compare study2025.`);
  }
  return {
    stack,
    bookId: book,
    preset,
    mau: mau === undefined ? undefined : parseUsers(mau, '--mau'),
    scenarios: scenarios?.split(',').map((text) => parseUsers(text.trim(), '--scenarios')) ?? [],
    compare: compare !== undefined,
    optimize: values.optimize || values.optimise,
    onProgress: (done, all) => showProgress(done === all ? '' : `${done} of ${all} optimizations`),
    freeTier: values['free-tier'],
    savingsPlan: values['savings-plan'],
  };
}

async function readSavedCost(file: string): Promise<SavedCost> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`Can't read ${file}. Write it with --json.`);
  });
  try {
    return SavedCost.parse(JSON.parse(text));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const what = issue === undefined ? '' : ` (${[...issue.path.slice(0, 3), issue.message].join(': ')})`;
    throw new UsageError(`${file} is not a cost report${what}. Write it with --json.`, { cause });
  }
}

/** Adds the comparison, scenarios, growth and optimizations, which the full report always has. */
function buildFullRequest(request: CostRequest): CostRequest {
  const scenarios = request.scenarios?.length ? request.scenarios : standardScenarios;
  const counts = request.mau === undefined ? scenarios : [...scenarios, request.mau];
  return { ...request, scenarios, compare: true, optimize: true, growth: listGrowthCounts(counts) };
}

function buildPage(report: CostReport): Page {
  const today = new Date().toISOString().slice(0, 10);
  return buildCostPage(report, judge({ stack: report.stack, resources: report.plan, today }));
}

await runCommand({ help, options }, async ({ values }) => {
  const request = buildRequest(values);
  const formats = [values.json, values.markdown, values.diff !== undefined].filter(Boolean);
  if (formats.length > 1) throw new UsageError('Use only one of --json, --markdown and --diff.');
  if (values.html !== undefined) await requireWritable('--html', values.html);
  const earlier = values.diff === undefined ? undefined : await readSavedCost(values.diff);
  const isFull = values.markdown || values.html !== undefined;
  const report = await createCostReport(isFull ? buildFullRequest(request) : request);
  if (values.html !== undefined) {
    await writeFile(values.html, renderHtmlPage(buildPage(report)));
    process.stderr.write(`Wrote ${values.html}.\n`);
    if (formats.length === 0) return;
  }
  if (values.json) return printJson(buildCostDocument(report));
  if (earlier !== undefined) return print(renderDifferenceMarkdown(compareCosts(earlier, report)));
  if (values.markdown) return print(renderMarkdownPage(buildPage(report)));
  print(renderCostText(report, { isExplained: values.explain }, { bold, dim }));
});
