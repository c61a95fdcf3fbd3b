import { isDeepStrictEqual } from 'node:util';
import { Decimal } from 'decimal.js';
import type { PlannedUsage, UsageSettings } from '../../../config/demand/usage.js';
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
import type { Optimization, StackChange } from './optimization.js';
import { ownOptimizations } from './own-list.js';
import { studyOptimizations } from './study2025-list.js';

export const optimizations: readonly Optimization[] = [...studyOptimizations, ...ownOptimizations];

/** What an optimisation would do to a stack, or does already. */
export interface PricedOptimization {
  readonly id: string;
  readonly title: string;
  readonly stated: Optimization['stated'];
  /**
   * `open`: could be taken, and saves. `dearer`: saves nothing. `unsafe`: costs no more, but would break a safeguard or leave a demand
   * unmet. `inPlace`: the stack has it. `impossible`: there is no such thing, or not with the stack's other settings.
   */
  readonly standing: 'open' | 'dearer' | 'unsafe' | 'inPlace' | 'impossible';
  /** A month; what is saved by it, or already is. Less than 0 where it costs more. */
  readonly savingUsd: Decimal;
  readonly risk: string;
  readonly remarks: readonly string[];
  /** Error-level findings and unmet demands that the stack doesn't have now. */
  readonly breaks: readonly string[];
}

export interface PricedOptimizations {
  readonly each: readonly PricedOptimization[];
  /** Those that are open and go together, taken at once. They overlap, so it is not their sum. */
  readonly togetherUsd: Decimal;
  /** Titles of those that are open, and exclude others that save more. */
  readonly apart: readonly string[];
}

/** The stack as it is. */
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
  /** YYYY-MM-DD; exceptions of policies end. */
  readonly today: string;
  readonly list?: readonly Optimization[];
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/** The stack, with what stops it as it is. */
interface JudgedStack extends OptimizedStack {
  readonly stopped: ReadonlySet<string>;
}

interface PricedChange {
  readonly bill: Bill;
  readonly breaks: readonly string[];
}

const zeroUsd = new Decimal(0);

const toFindingKey = ({ rule, urn, detail }: PolicyFinding): string => `${rule} ${urn} ${detail}`;

const findBlocking = ({ stack, today }: OptimizedStack, resources: readonly PlannedResource[]): PolicyFinding[] =>
  judge({ stack, resources, today }).filter(isBlocking);

/** Each rule once, by its first resource. */
const describeFindings = (findings: readonly PolicyFinding[]): string[] =>
  [...new Set(findings.map(({ rule }) => rule))].flatMap((rule) => {
    const [first, ...others] = findings.filter((finding) => finding.rule === rule);
    const more = others.length === 0 ? '' : `, and so ${others.length} more`;
    return first === undefined ? [] : [`${rule}: ${first.resource} ${first.detail}${more}`];
  });

const mergeOptions = ({ options }: OptimizedStack, change: StackChange): PriceOptions => ({
  ...options,
  ...change.options,
});

/** Settings after a change; undefined where they would not go together. */
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
    findBlocking(stack, plan).filter((finding) => !stack.stopped.has(toFindingKey(finding))),
  );
  const { accountConcurrency } = stack.config.functions;
  const unmetBefore = new Set(findUnmetDemands(stack.plan, stack.usage, accountConcurrency).map(({ id }) => id));
  const unmet = findUnmetDemands(plan, usage, accountConcurrency).filter(({ id }) => !unmetBefore.has(id));
  return { bill, breaks: [...broken, ...unmet.map(({ message }) => `what is planned for: ${message}`)] };
}

function judgeStanding(savingUsd: Decimal, breaks: readonly string[]): PricedOptimization['standing'] {
  if (savingUsd.lessThan(0)) return 'dearer';
  if (breaks.length > 0) return 'unsafe';
  return savingUsd.greaterThan(0) ? 'open' : 'dearer';
}

async function priceOptimization(stack: JudgedStack, optimisation: Optimization): Promise<PricedOptimization> {
  const { id, title, stated, risk, change: take, revert: leave } = optimisation;
  const known = { id, title, stated, risk, remarks: [], breaks: [] };
  if (take === undefined) return { ...known, standing: 'impossible', savingUsd: zeroUsd };

  const after = applySettings(stack.config, take);
  if (after === undefined) {
    return { ...known, standing: 'impossible', savingUsd: zeroUsd, remarks: ['Not with the stack’s other settings.'] };
  }
  const isSetting = take.settings !== undefined || take.options !== undefined;
  const isInPlace =
    isSetting && isDeepStrictEqual(after, stack.config) && isDeepStrictEqual(mergeOptions(stack, take), stack.options);
  if (isInPlace && (leave === undefined || applySettings(stack.config, leave) === undefined)) {
    const why = leave === undefined ? 'What it saves is in the demand already.' : 'The stack’s other settings need it.';
    return { ...known, standing: 'inPlace', savingUsd: zeroUsd, remarks: [why] };
  }
  const { bill, breaks } = await priceChange(stack, isInPlace && leave !== undefined ? leave : take);
  const [before, later] = isInPlace ? [bill, stack.bill] : [stack.bill, bill];
  const savingUsd = before.totalMonthlyUsd.minus(later.totalMonthlyUsd);
  const remark = optimisation.remark?.({ before, after: later, usage: stack.usage, book: stack.book, isInPlace });
  return {
    ...known,
    standing: isInPlace ? 'inPlace' : judgeStanding(savingUsd, breaks),
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

/** Prices each optimisation on the stack's own plan, anew: what it would save, or saves already, and what it would break. */
export async function priceOptimizations(stack: OptimizedStack): Promise<PricedOptimizations> {
  const list = stack.list ?? optimizations;
  const judged = { ...stack, stopped: new Set(findBlocking(stack, stack.plan).map(toFindingKey)) };
  const each: PricedOptimization[] = [];
  // One after the other: the program's run is Pulumi's global state.
  for (const optimisation of list) {
    each.push(await priceOptimization(judged, optimisation));
    stack.onProgress?.(each.length, list.length);
  }
  const bySaving = each
    .filter(({ standing }) => standing === 'open')
    .sort((one, other) => other.savingUsd.comparedTo(one.savingUsd));
  const taken: StackChange[] = [];
  const apart: string[] = [];
  for (const { id, title } of bySaving) {
    const take = list.find((optimisation) => optimisation.id === id)?.change;
    if (take === undefined) continue;
    if (applySettings(stack.config, combineChanges([...taken, take])) === undefined) apart.push(title);
    else taken.push(take);
  }
  if (taken.length === 0) return { each, togetherUsd: zeroUsd, apart };
  const { bill } = await priceChange(judged, combineChanges(taken));
  return { each, togetherUsd: stack.bill.totalMonthlyUsd.minus(bill.totalMonthlyUsd), apart };
}
