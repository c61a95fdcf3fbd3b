import { isDeepStrictEqual } from 'node:util';
import { Decimal } from 'decimal.js';
import type { Usage, UsageSettings } from '../../../config/demand/usage.js';
import { checkStackConfig } from '../../../config/settings/load.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import { type Finding, isStopping, judge } from '../../policies/judge.js';
import { changeSettings, mergeSettings, type SettingChanges } from '../../preview/changed-stack.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { previewStack } from '../../preview/preview.js';
import { type Bill, priceBill } from '../bill.js';
import { limitsOf } from '../limits.js';
import type { PriceOptions } from '../line.js';
import type { PriceBook } from '../prices/book.js';
import type { Change, Optimisation } from './optimization.js';
import { ownOptimisations } from './own-list.js';
import { reportOptimisations } from './study2025-list.js';

export const optimisations: readonly Optimisation[] = [...reportOptimisations, ...ownOptimisations];

/** What an optimisation would do to a stack, or does already. */
export interface PricedOptimisation {
  readonly id: string;
  readonly title: string;
  readonly stated: Optimisation['stated'];
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

export interface Optimisations {
  readonly each: readonly PricedOptimisation[];
  /** Those that are open and go together, taken at once. They overlap, so it is not their sum. */
  readonly togetherUsd: Decimal;
  /** Titles of those that are open, and exclude others that save more. */
  readonly apart: readonly string[];
}

/** The stack as it is. */
export interface OptimisedStack {
  readonly stack: string;
  readonly folder: string;
  readonly config: StackConfig;
  readonly plan: readonly PlannedResource[];
  readonly usage: Usage;
  readonly book: PriceBook;
  readonly options: PriceOptions;
  readonly leftOut: UsageSettings['leftOut'];
  readonly bill: Bill;
  /** YYYY-MM-DD; exceptions of policies end. */
  readonly today: string;
  readonly list?: readonly Optimisation[];
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/** The stack, with what stops it as it is. */
interface Judged extends OptimisedStack {
  readonly stopped: ReadonlySet<string>;
}

interface Changed {
  readonly bill: Bill;
  readonly breaks: readonly string[];
}

const none = new Decimal(0);

const keyOf = ({ rule, urn, detail }: Finding): string => `${rule} ${urn} ${detail}`;

const stopping = ({ stack, today }: OptimisedStack, resources: readonly PlannedResource[]): Finding[] =>
  judge({ stack, resources, today }).filter(isStopping);

/** Each rule once, by its first resource. */
const sayFindings = (findings: readonly Finding[]): string[] =>
  [...new Set(findings.map(({ rule }) => rule))].flatMap((rule) => {
    const [first, ...others] = findings.filter((finding) => finding.rule === rule);
    const more = others.length === 0 ? '' : `, and so ${others.length} more`;
    return first === undefined ? [] : [`${rule}: ${first.resource} ${first.detail}${more}`];
  });

const optionsOf = ({ options }: OptimisedStack, change: Change): PriceOptions => ({ ...options, ...change.options });

/** Settings after a change; undefined where they would not go together. */
function settingsAfter(config: StackConfig, { settings }: Change): StackConfig | undefined {
  const checked = checkStackConfig(changeSettings(config, settings?.(config) ?? {}));
  return 'config' in checked ? checked.config : undefined;
}

async function apply(stack: Judged, change: Change): Promise<Changed> {
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
    options: optionsOf(stack, change),
    leftOut: stack.leftOut.filter(({ resource }) => names.has(resource)),
  });
  const broken = sayFindings(stopping(stack, plan).filter((finding) => !stack.stopped.has(keyOf(finding))));
  const { accountConcurrency } = stack.config.functions;
  const unmetBefore = new Set(limitsOf(stack.plan, stack.usage, accountConcurrency).map(({ id }) => id));
  const unmet = limitsOf(plan, usage, accountConcurrency).filter(({ id }) => !unmetBefore.has(id));
  return { bill, breaks: [...broken, ...unmet.map(({ message }) => `what is planned for: ${message}`)] };
}

function standingOf(savingUsd: Decimal, breaks: readonly string[]): PricedOptimisation['standing'] {
  if (savingUsd.lessThan(0)) return 'dearer';
  if (breaks.length > 0) return 'unsafe';
  return savingUsd.greaterThan(0) ? 'open' : 'dearer';
}

async function priceOne(stack: Judged, optimisation: Optimisation): Promise<PricedOptimisation> {
  const { id, title, stated, risk, take, leave } = optimisation;
  const known = { id, title, stated, risk, remarks: [], breaks: [] };
  if (take === undefined) return { ...known, standing: 'impossible', savingUsd: none };

  const after = settingsAfter(stack.config, take);
  if (after === undefined) {
    return { ...known, standing: 'impossible', savingUsd: none, remarks: ['Not with the stack’s other settings.'] };
  }
  const isSetting = take.settings !== undefined || take.options !== undefined;
  const isInPlace =
    isSetting && isDeepStrictEqual(after, stack.config) && isDeepStrictEqual(optionsOf(stack, take), stack.options);
  if (isInPlace && (leave === undefined || settingsAfter(stack.config, leave) === undefined)) {
    const why = leave === undefined ? 'What it saves is in the demand already.' : 'The stack’s other settings need it.';
    return { ...known, standing: 'inPlace', savingUsd: none, remarks: [why] };
  }
  const { bill, breaks } = await apply(stack, isInPlace && leave !== undefined ? leave : take);
  const [before, later] = isInPlace ? [bill, stack.bill] : [stack.bill, bill];
  const savingUsd = before.totalMonthlyUsd.minus(later.totalMonthlyUsd);
  const remark = optimisation.remark?.({ before, after: later, usage: stack.usage, book: stack.book, isInPlace });
  return {
    ...known,
    standing: isInPlace ? 'inPlace' : standingOf(savingUsd, breaks),
    savingUsd,
    remarks: remark === undefined ? [] : [remark],
    breaks: isInPlace ? [] : breaks,
  };
}

const togetherOf = (changes: readonly Change[]): Change => ({
  settings: (config) =>
    changes.reduce<SettingChanges>(
      (merged, { settings }) => mergeSettings(merged, settings?.(config) ?? {}) as SettingChanges,
      {},
    ),
  demand: (usage) => changes.reduce((changed, { demand }) => demand?.(changed) ?? changed, usage),
  options: Object.assign({}, ...changes.map(({ options }) => options)),
});

/** Prices each optimisation on the stack's own plan, anew: what it would save, or saves already, and what it would break. */
export async function priceOptimisations(stack: OptimisedStack): Promise<Optimisations> {
  const list = stack.list ?? optimisations;
  const judged = { ...stack, stopped: new Set(stopping(stack, stack.plan).map(keyOf)) };
  const each: PricedOptimisation[] = [];
  // One after the other: the program's run is Pulumi's global state.
  for (const optimisation of list) {
    each.push(await priceOne(judged, optimisation));
    stack.onProgress?.(each.length, list.length);
  }
  const bySaving = each
    .filter(({ standing }) => standing === 'open')
    .sort((one, other) => other.savingUsd.comparedTo(one.savingUsd));
  const taken: Change[] = [];
  const apart: string[] = [];
  for (const { id, title } of bySaving) {
    const take = list.find((optimisation) => optimisation.id === id)?.take;
    if (take === undefined) continue;
    if (settingsAfter(stack.config, togetherOf([...taken, take])) === undefined) apart.push(title);
    else taken.push(take);
  }
  if (taken.length === 0) return { each, togetherUsd: none, apart };
  const { bill } = await apply(judged, togetherOf(taken));
  return { each, togetherUsd: stack.bill.totalMonthlyUsd.minus(bill.totalMonthlyUsd), apart };
}
