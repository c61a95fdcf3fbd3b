import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type UsagePresetName, usagePresetNames } from '../config/demand/usage.js';
import { type CostReport, type CostRequest, createCostReport } from '../infra/cost/cost-report.js';
import { compareCosts, SavedCost } from '../infra/cost/difference.js';
import { defaultBookId, priceBooks } from '../infra/cost/prices.js';
import { buildCostPage, listGrowthCounts, standardScenarios } from '../infra/cost/report/cost-page.js';
import { renderDifferenceMarkdown } from '../infra/cost/report/difference.js';
import { renderHtmlPage } from '../infra/cost/report/html.js';
import { buildCostDocument } from '../infra/cost/report/json.js';
import { renderMarkdownPage } from '../infra/cost/report/markdown.js';
import type { Page } from '../infra/cost/report/page.js';
import { renderCostText } from '../infra/cost/report/text.js';
import { judge } from '../infra/policies/judge.js';
import { bold, dim, print, runCommand, showProgress, UsageError } from './command.js';
import { requireWritable } from './output-file.js';

const help = `Says what a stack costs a month, from its file alone: without cloud, CLI, credentials or network.

  npm run cost -- --stack prod             the bill by component
    --mau N                                for so many monthly active users, by the rules in config/demand/usage.ts
    --preset P                             from this demand: ${usagePresetNames.join(', ')}; what the stack's file says otherwise stays
    --book B                               at these prices: ${priceBooks.map(({ id }) => id).join(', ')} (${defaultBookId} where left out)
    --free-tier                            less what an account has for nothing
    --savings-plan                         with a Database Savings Plan for the capacity that is always there
    --compare report                       beside the cost report's own configuration
    --scenarios 10000,50000,…              at these counts of users too
    --optimise                             what would make it cheaper, priced on this plan, with what each would break
    --explain                              with the basis and source of each line, and where the cost report errs
    --json                                 the same for machines
    --markdown                             the whole report with its sections, as GitHub shows it
    --html FILE                            the same with charts, as one page that needs no network
    --diff FILE                            what changed since FILE, which --json wrote, as Markdown for a pull request`;

function parseOptions() {
  try {
    return parseArgs({
      options: {
        stack: { type: 'string' },
        mau: { type: 'string' },
        preset: { type: 'string' },
        book: { type: 'string', default: defaultBookId },
        'free-tier': { type: 'boolean', default: false },
        'savings-plan': { type: 'boolean', default: false },
        compare: { type: 'string' },
        scenarios: { type: 'string' },
        optimise: { type: 'boolean', default: false },
        explain: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        html: { type: 'string' },
        diff: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

/** A whole number of users, as `10000`. */
function parseUsers(text: string, option: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) {
    throw new UsageError(`${option} is ${JSON.stringify(text)}; it must be a whole number of users, such as 10000.`);
  }
  return Number(text);
}

const isPreset = (name: string): name is UsagePresetName => (usagePresetNames as readonly string[]).includes(name);

/** Each optimisation is a plan of its own, which takes a moment. */
function showOptimizationProgress(done: number, all: number): void {
  showProgress(done === all ? '' : `${done} of ${all} optimisations`);
}

function buildRequest(options: ReturnType<typeof parseOptions>): CostRequest {
  const { stack, mau, preset, book, compare, scenarios } = options;
  if (!stack) throw new UsageError(`Say which stack with --stack.\n\n${help}`);
  if (preset !== undefined && !isPreset(preset)) {
    throw new UsageError(`There is no demand ${preset}. The presets are: ${usagePresetNames.join(', ')}.`);
  }
  if (!priceBooks.some(({ id }) => id === book)) {
    throw new UsageError(
      `There is no price book ${book}. The books are: ${priceBooks.map(({ id }) => id).join(', ')}.`,
    );
  }
  if (compare !== undefined && compare !== 'report') {
    throw new UsageError(`There is nothing called ${compare} to compare with; report is.`);
  }
  return {
    stack,
    bookId: book,
    preset,
    mau: mau === undefined ? undefined : parseUsers(mau, '--mau'),
    scenarios: scenarios?.split(',').map((text) => parseUsers(text.trim(), '--scenarios')) ?? [],
    compare: compare !== undefined,
    optimise: options.optimise,
    onProgress: showOptimizationProgress,
    freeTier: options['free-tier'],
    savingsPlan: options['savings-plan'],
  };
}

async function readSavedCost(file: string): Promise<SavedCost> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`There is no bill in ${file}. Make one with --json.`);
  });
  try {
    return SavedCost.parse(JSON.parse(text));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const what = issue === undefined ? '' : ` (${[...issue.path.slice(0, 3), issue.message].join(': ')})`;
    throw new UsageError(`${file} is no bill${what}. Make one with --json.`, { cause });
  }
}

/** A whole report compares, scales and optimises without being asked. */
function buildFullRequest(request: CostRequest): CostRequest {
  const scenarios = request.scenarios?.length ? request.scenarios : standardScenarios;
  const counts = request.mau === undefined ? scenarios : [...scenarios, request.mau];
  return { ...request, scenarios, compare: true, optimise: true, growth: listGrowthCounts(counts) };
}

function buildPage(report: CostReport): Page {
  const today = new Date().toISOString().slice(0, 10);
  return buildCostPage(report, judge({ stack: report.stack, resources: report.plan, today }));
}

async function runCost(): Promise<void> {
  const options = parseOptions();
  if (options.help) return print(help);
  const request = buildRequest(options);
  const formats = [options.json, options.markdown, options.diff !== undefined].filter(Boolean);
  if (formats.length > 1) throw new UsageError('Only one of --json, --markdown and --diff can be printed at once.');
  if (options.html !== undefined) await requireWritable('--html', options.html);
  const earlier = options.diff === undefined ? undefined : await readSavedCost(options.diff);
  const isWhole = options.markdown || options.html !== undefined;
  const report = await createCostReport(isWhole ? buildFullRequest(request) : request);
  if (options.html !== undefined) {
    await writeFile(options.html, renderHtmlPage(buildPage(report)));
    process.stderr.write(`The report is in ${options.html}.\n`);
    if (formats.length === 0) return;
  }
  if (options.json) return print(JSON.stringify(buildCostDocument(report), null, 2));
  if (earlier !== undefined) return print(renderDifferenceMarkdown(compareCosts(earlier, report)));
  if (options.markdown) return print(renderMarkdownPage(buildPage(report)));
  print(renderCostText(report, { isExplained: options.explain }, { bold, dim }));
}

await runCommand(runCost);
