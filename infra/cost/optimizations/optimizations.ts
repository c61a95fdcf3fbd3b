import { isDeepStrictEqual } from 'node:util';
import { Decimal } from 'decimal.js';
import type { PlannedUsage, UsageSettings } from '../../../config/demand/usage.js';
import { formatCount } from '../../../config/format.js';
import { checkStackConfig } from '../../../config/settings/load.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import { isBlocking, judge, type PolicyFinding } from '../../policies/judge.js';
import { changeSettings, mergeSettings, type SettingChanges } from '../../preview/changed-stack.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { previewStack } from '../../preview/preview.js';
import { type Bill, priceBill } from '../bill.js';
import { findUnmetDemands } from '../limits.js';
import type { PriceOptions } from '../line.js';
import type { PriceBook } from '../prices/book.js';
import { type Optimization, optimizations, type StackChange } from './catalog.js';

export interface PricedOptimization {
  readonly id: string;
  readonly title: string;
  readonly stated: Optimization['stated'];
  /**
   * `open`: saves money and is safe. `dearer`: saves nothing. `unsafe`: saves money or costs the same, but breaks a safeguard or
   * leaves demand unmet. `inPlace`: the stack has it. `impossible`: AWS doesn't offer it, or other settings rule it out.
   */
  readonly status: 'open' | 'dearer' | 'unsafe' | 'inPlace' | 'impossible';
  /** The monthly saving, possible or already made; negative if it costs more. */
  readonly savingUsd: Decimal;
  readonly risk: string;
  readonly remarks: readonly string[];
  /** Error-level findings and unmet demands that the stack doesn't have now. */
  readonly breaks: readonly string[];
}

export interface PricedOptimizations {
  readonly each: readonly PricedOptimization[];
  /** The saving of all open, compatible optimizations together; overlapping savings count once. */
  readonly combinedSavingUsd: Decimal;
  /** Titles of open optimizations that are incompatible with others that save more. */
  readonly incompatible: readonly string[];
}

export interface OptimizedStack {
  readonly stack: string;
  readonly folder: string;
  readonly config: StackConfig;
  readonly plan: readonly PlannedResource[];
  readonly usage: PlannedUsage;
  readonly book: PriceBook;
  readonly options: PriceOptions;
  readonly leftOut: UsageSettings['leftOut'];
  readonly bill: Bill;
  /** YYYY-MM-DD, because exceptions to policies expire. */
  readonly today: string;
  readonly list?: readonly Optimization[];
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/** A stack with the keys of the blocking findings that it has now. */
interface JudgedStack extends OptimizedStack {
  readonly blocking: ReadonlySet<string>;
}

interface PricedChange {
  readonly bill: Bill;
  readonly breaks: readonly string[];
}

const zeroUsd = new Decimal(0);

const toFindingKey = ({ rule, urn, detail }: PolicyFinding): string => `${rule} ${urn} ${detail}`;

const findBlocking = ({ stack, today }: OptimizedStack, resources: readonly PlannedResource[]): PolicyFinding[] =>
  judge({ stack, resources, today }).filter(isBlocking);

/** Describes each rule once, by its first resource. */
const describeFindings = (findings: readonly PolicyFinding[]): string[] =>
  [...new Set(findings.map(({ rule }) => rule))].flatMap((rule) => {
    const [first, ...others] = findings.filter((finding) => finding.rule === rule);
    const more = others.length === 0 ? '' : `, and ${formatCount(others.length, 'other resource')}`;
    return first === undefined ? [] : [`${rule}: ${first.resource} ${first.detail}${more}`];
  });

const mergeOptions = ({ options }: OptimizedStack, change: StackChange): PriceOptions => ({
  ...options,
  ...change.options,
});

/** Applies a change to the settings; undefined if the result is invalid. */
function applySettings(config: StackConfig, { settings }: StackChange): StackConfig | undefined {
  const checked = checkStackConfig(changeSettings(config, settings?.(config) ?? {}));
  return 'config' in checked ? checked.config : undefined;
}

async function priceChange(stack: JudgedStack, change: StackChange): Promise<PricedChange> {
  const plan =
    change.settings === undefined
      ? stack.plan
      : (await previewStack(stack.stack, stack.folder, change.settings(stack.config))).resources;
  const usage = change.demand?.(stack.usage) ?? stack.usage;
  const names = new Set(plan.map(({ name }) => name));
  const bill = priceBill({
    plan,
    usage,
    book: stack.book,
    options: mergeOptions(stack, change),
    leftOut: stack.leftOut.filter(({ resource }) => names.has(resource)),
  });
  const broken = describeFindings(
    findBlocking(stack, plan).filter((finding) => !stack.blocking.has(toFindingKey(finding))),
  );
  const { accountConcurrency } = stack.config.functions;
  const unmetBefore = new Set(findUnmetDemands(stack.plan, stack.usage, accountConcurrency).map(({ id }) => id));
  const unmet = findUnmetDemands(plan, usage, accountConcurrency).filter(({ id }) => !unmetBefore.has(id));
  return { bill, breaks: [...broken, ...unmet.map(({ message }) => `the planned demand: ${message}`)] };
}

function judgeStatus(savingUsd: Decimal, breaks: readonly string[]): PricedOptimization['status'] {
  if (savingUsd.lessThan(0)) return 'dearer';
  if (breaks.length > 0) return 'unsafe';
  return savingUsd.greaterThan(0) ? 'open' : 'dearer';
}

async function priceOptimization(stack: JudgedStack, optimization: Optimization): Promise<PricedOptimization> {
  const { id, title, stated, risk, change, revert } = optimization;
  const unpriced = { id, title, stated, risk, savingUsd: zeroUsd, remarks: [], breaks: [] };
  if (change === undefined) return { ...unpriced, status: 'impossible' };

  const after = applySettings(stack.config, change);
  if (after === undefined) {
    return { ...unpriced, status: 'impossible', remarks: ["Other settings of the stack don't allow it."] };
  }
  const isSetting = change.settings !== undefined || change.options !== undefined;
  const isInPlace =
    isSetting &&
    isDeepStrictEqual(after, stack.config) &&
    isDeepStrictEqual(mergeOptions(stack, change), stack.options);
  if (isInPlace && (revert === undefined || applySettings(stack.config, revert) === undefined)) {
    const reason =
      revert === undefined ? 'The demand already reflects the saving.' : 'Other settings of the stack require it.';
    return { ...unpriced, status: 'inPlace', remarks: [reason] };
  }
  const { bill, breaks } = await priceChange(stack, isInPlace && revert !== undefined ? revert : change);
  const [before, later] = isInPlace ? [bill, stack.bill] : [stack.bill, bill];
  const savingUsd = before.totalMonthlyUsd.minus(later.totalMonthlyUsd);
  const remark = optimization.remark?.({ before, after: later, usage: stack.usage, book: stack.book, isInPlace });
  return {
    ...unpriced,
    status: isInPlace ? 'inPlace' : judgeStatus(savingUsd, breaks),
    savingUsd,
    remarks: remark === undefined ? [] : [remark],
    breaks: isInPlace ? [] : breaks,
  };
}

const combineChanges = (changes: readonly StackChange[]): StackChange => ({
  settings: (config) =>
    changes.reduce<SettingChanges>(
      (merged, { settings }) => mergeSettings(merged, settings?.(config) ?? {}) as SettingChanges,
      {},
    ),
  demand: (usage) => changes.reduce((changed, { demand }) => demand?.(changed) ?? changed, usage),
  options: Object.assign({}, ...changes.map(({ options }) => options)),
});

/** Previews and prices the stack with each optimization, or without those that it has. */
export async function priceOptimizations(stack: OptimizedStack): Promise<PricedOptimizations> {
  const list = stack.list ?? optimizations;
  const judged = { ...stack, blocking: new Set(findBlocking(stack, stack.plan).map(toFindingKey)) };
  const each: PricedOptimization[] = [];
  // One after another, because a preview uses global state of Pulumi.
  for (const optimization of list) {
    each.push(await priceOptimization(judged, optimization));
    stack.onProgress?.(each.length, list.length);
  }
  const bySaving = each
    .filter(({ status }) => status === 'open')
    .sort((one, other) => other.savingUsd.comparedTo(one.savingUsd));
  const combined: StackChange[] = [];
  const incompatible: string[] = [];
  for (const { id, title } of bySaving) {
    const change = list.find((optimization) => optimization.id === id)?.change;
    if (change === undefined) continue;
    if (applySettings(stack.config, combineChanges([...combined, change])) === undefined) incompatible.push(title);
    else combined.push(change);
  }
  if (combined.length === 0) return { each, combinedSavingUsd: zeroUsd, incompatible };
  const { bill } = await priceChange(judged, combineChanges(combined));
  return { each, combinedSavingUsd: stack.bill.totalMonthlyUsd.minus(bill.totalMonthlyUsd), incompatible };
}
