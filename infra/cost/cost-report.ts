import { Decimal } from 'decimal.js';
import { applyBand } from '../../config/demand/bands.js';
import { type Contradiction, findContradictions } from '../../config/demand/contradictions.js';
import { getUsagePreset, listPresetSources } from '../../config/demand/presets.js';
import {
  growUsage,
  type PlannedUsage,
  resolveUsage,
  type UsagePresetName,
  type UsageSettings,
} from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { parseStackSettings } from '../preview/settings.js';
import { readStackFile } from '../preview/stack-file.js';
import { compareLines, findUnstatedLines, type LineComparison, statedTotalsUsd } from './baseline.js';
import { type Bill, priceBill } from './bill.js';
import { type ComputedFinding, computeFindings, priceStudy } from './findings/findings.js';
import { findUnmetDemands, type UnmetDemand } from './limits.js';
import type { CostLine, PriceOptions } from './line.js';
import { type OptimizedStack, type PricedOptimizations, priceOptimizations } from './optimizations/optimizations.js';
import type { PriceBook } from './prices/book.js';
import { findBook } from './prices.js';
import { findZeroDemands, type ZeroDemand } from './zero-demand.js';

/** What is asked of the model. */
export interface CostRequest extends PriceOptions {
  readonly stack: string;
  readonly bookId: string;
  /** In place of the preset in the stack's file. */
  readonly preset?: UsagePresetName | undefined;
  /** In place of the stack's own monthly active users. */
  readonly mau?: number | undefined;
  /** Further counts of users to price. */
  readonly scenarios?: readonly number[];
  /** Whether to price the cost report's configuration beside it. */
  readonly compare?: boolean;
  /** Whether to price what would make it cheaper. */
  readonly optimise?: boolean;
  readonly onProgress?: OptimizedStack['onProgress'];
  /** Counts of users to draw a curve through: totals alone, ours and the cost report's configuration's. */
  readonly growth?: readonly number[];
}

/** A bill of a month with what its reader must know. */
export interface PricedStack extends Bill {
  readonly stack: string;
  readonly mau: number;
  readonly usage: PlannedUsage;
  readonly unmet: readonly UnmetDemand[];
}

/** A number of the demand in which a stack departs from its preset. */
export interface DemandDifference {
  readonly key: string;
  /** Undefined where it is a period's that the preset doesn't have; so is `ours` the other way round. */
  readonly preset: unknown;
  readonly ours: unknown;
}

/** A number of the demand that is priced. */
export interface DemandNumber {
  readonly key: string;
  readonly value: number;
  readonly source: string;
}

/** A stack beside the cost report's configuration. */
export interface StudyComparison {
  /** What the report prints; undefined at a count of users that it has no table for. */
  readonly statedUsd: Decimal | undefined;
  /** The report's configuration, computed with the same prices and its own demand. */
  readonly theirs: PricedStack;
  /** This stack under the report's demand alone, without what its file says otherwise. */
  readonly oursAtEqualDemandUsd: Decimal;
  /** The same without what the report has no line for, and so like for like. */
  readonly oursAtEqualScopeUsd: Decimal;
  /** The report's configuration without that; at its own count of users it has nothing else. */
  readonly theirsAtEqualScopeUsd: Decimal;
  readonly demandDifferences: readonly DemandDifference[];
  /** Lines of this stack's bill that cost something and that the report has none for. */
  readonly beyondReport: readonly CostLine[];
}

/** What both configurations cost at a count of users. */
export interface GrowthPoint {
  readonly mau: number;
  readonly oursUsd: Decimal;
  readonly theirsUsd: Decimal;
  /** Whether this stack, as it is set, could carry them. */
  readonly isMet: boolean;
}

export interface CostReport extends PricedStack {
  /** What is priced. */
  readonly plan: readonly PlannedResource[];
  /** Of AWS, where the stack's file says one. The book has prices of its own region alone. */
  readonly region: string | undefined;
  readonly book: PriceBook;
  readonly preset: UsagePresetName;
  readonly options: PriceOptions;
  readonly lowUsd: Decimal;
  readonly highUsd: Decimal;
  /** Every number of the demand, and where it is from. */
  readonly demand: readonly DemandNumber[];
  readonly contradictions: readonly Contradiction[];
  /** What the demand says is none of, and what it would cost. */
  readonly zeroDemands: readonly ZeroDemand[];
  /** The report's lines beside this bill's; none at another count of users than its own. */
  readonly statedLines: readonly LineComparison[];
  /** The report's wrong figures, whatever is asked about its configuration; none for another stack. */
  readonly findings: readonly ComputedFinding[];
  readonly scenarios: readonly PricedStack[];
  readonly comparison: StudyComparison | undefined;
  readonly growth: readonly GrowthPoint[];
  readonly optimisations: PricedOptimizations | undefined;
}

/** The count of users that the report's tables of components are for. */
const statedUsers = getUsagePreset('study2025').users.activePerMonth;

/** The stack that says the cost report's own configuration. */
const studyStack = 'study2025';

interface Subject {
  readonly stack: string;
  readonly region: string | undefined;
  readonly plan: readonly PlannedResource[];
  readonly settings: UsageSettings;
  readonly accountConcurrency: number;
}

async function readSubject(stack: string, folder: string): Promise<Subject> {
  // The plan first: it refuses a bad file in words that help.
  const { resources: plan } = await previewStack(stack, folder);
  const file = await readStackFile(folder, stack);
  const { usage: settings, functions } = parseStackSettings(file);
  const { accountConcurrency } = functions;
  return { stack, region: file.config['aws:region'], plan, settings, accountConcurrency };
}

const resolveUsageAt = (
  settings: UsageSettings,
  preset: UsagePresetName | undefined,
  mau: number | undefined,
): PlannedUsage => {
  const usage = resolveUsage(getUsagePreset(preset ?? settings.preset), settings);
  return mau === undefined ? usage : growUsage(usage, mau);
};

/** What a stack's file itself says of its demand. */
const pickOwnDemand = ({ preset: _, leftOut: __, ...own }: UsageSettings): Partial<PlannedUsage> =>
  own as Partial<PlannedUsage>;

/** What a stack's file leaves on the bill, whose demand it then doesn't set. */
const withoutOverrides = ({ preset, leftOut }: UsageSettings): UsageSettings => ({ preset, leftOut });

function flatten(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => flatten(part, path === '' ? key : `${path}.${key}`));
}

function compareDemand(preset: PlannedUsage, ours: PlannedUsage): DemandDifference[] {
  const [before, after] = [new Map(flatten(preset)), new Map(flatten(ours))];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => ({ key, preset: before.get(key), ours: after.get(key) }));
}

function listDemand({ stack, settings }: Subject, preset: UsagePresetName, usage: PlannedUsage): DemandNumber[] {
  const sources = listPresetSources(preset);
  const own = new Set(flatten(pickOwnDemand(settings)).map(([key]) => key));
  return flatten(usage)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .map(([key, value]) => ({ key, value, source: own.has(key) ? `Pulumi.${stack}.yaml` : (sources.get(key) ?? '') }));
}

/**
 * Prices a stack from its file alone: no cloud, CLI, credentials or network.
 * @throws Error for a stack or book that there is not, and for whatever has no price
 */
export async function createCostReport(request: CostRequest, folder = process.cwd()): Promise<CostReport> {
  const book = findBook(request.bookId);
  const options = { freeTier: request.freeTier, savingsPlan: request.savingsPlan };
  const bill = ({ plan, settings }: Subject, usage: PlannedUsage): Bill =>
    priceBill({ plan, usage, book, options, leftOut: settings.leftOut });
  const priced = (subject: Subject, usage: PlannedUsage): PricedStack => ({
    ...bill(subject, usage),
    stack: subject.stack,
    mau: usage.users.activePerMonth,
    usage,
    unmet: findUnmetDemands(subject.plan, usage, subject.accountConcurrency),
  });

  const subject = await readSubject(request.stack, folder);
  const usage = resolveUsageAt(subject.settings, request.preset, request.mau);
  const result = priced(subject, usage);
  const demand = listDemand(subject, request.preset ?? subject.settings.preset, usage);
  return {
    ...result,
    plan: subject.plan,
    region: subject.region,
    book,
    options,
    preset: request.preset ?? subject.settings.preset,
    lowUsd: bill(subject, applyBand(usage, 'low')).totalMonthlyUsd,
    highUsd: bill(subject, applyBand(usage, 'high')).totalMonthlyUsd,
    demand,
    contradictions: findContradictions(usage),
    zeroDemands: findZeroDemands(usage, demand, (other) => bill(subject, other)),
    statedLines: result.mau === statedUsers ? compareLines(result) : [],
    findings: subject.stack === studyStack ? computeFindings(priceStudy(subject.plan, subject.settings.leftOut)) : [],
    scenarios: (request.scenarios ?? []).map((mau) => priced(subject, growUsage(usage, mau))),
    comparison: request.compare ? await compareWithStudy(subject, result) : undefined,
    growth: request.growth ? await priceGrowth(subject, usage, request.growth) : [],
    optimisations: request.optimise ? await optimise() : undefined,
  };

  async function optimise(): Promise<PricedOptimizations> {
    return priceOptimizations({
      stack: subject.stack,
      folder,
      config: parseStackSettings(await readStackFile(folder, subject.stack)),
      plan: subject.plan,
      usage,
      book,
      options,
      leftOut: subject.settings.leftOut,
      bill: result,
      today: new Date().toISOString().slice(0, 10),
      onProgress: request.onProgress,
    });
  }

  async function priceGrowth(
    ours: Subject,
    oursUsage: PlannedUsage,
    counts: readonly number[],
  ): Promise<GrowthPoint[]> {
    const their = await readSubject(studyStack, folder);
    const theirUsage = resolveUsageAt(their.settings, undefined, undefined);
    return counts.map((mau) => {
      const grown = growUsage(oursUsage, mau);
      return {
        mau,
        oursUsd: bill(ours, grown).totalMonthlyUsd,
        theirsUsd: bill(their, growUsage(theirUsage, mau)).totalMonthlyUsd,
        isMet: findUnmetDemands(ours.plan, grown, ours.accountConcurrency).length === 0,
      };
    });
  }

  async function compareWithStudy(
    ours: Subject,
    { usage: oursUsage, mau, lines }: PricedStack,
  ): Promise<StudyComparison> {
    const their = await readSubject(studyStack, folder);
    const theirs = priced(their, resolveUsageAt(their.settings, undefined, mau));
    const equalUsage = resolveUsageAt(withoutOverrides(ours.settings), their.settings.preset, mau);
    const equal = bill(ours, equalUsage);
    // A commitment is a line below 0, and no thing that the report lacks.
    const beyond = (bill: Pick<Bill, 'lines'>) =>
      findUnstatedLines(bill).filter(({ monthlyUsd }) => monthlyUsd.greaterThan(0));
    const withoutBeyond = (bill: Pick<Bill, 'lines' | 'totalMonthlyUsd'>) =>
      bill.totalMonthlyUsd.minus(Decimal.sum(0, ...beyond(bill).map(({ monthlyUsd }) => monthlyUsd)));
    const stated = statedTotalsUsd[mau];
    return {
      statedUsd: stated === undefined ? undefined : new Decimal(stated),
      theirs,
      oursAtEqualDemandUsd: equal.totalMonthlyUsd,
      oursAtEqualScopeUsd: withoutBeyond(equal),
      theirsAtEqualScopeUsd: withoutBeyond(theirs),
      demandDifferences: compareDemand(equalUsage, oursUsage),
      beyondReport: beyond({ lines }),
    };
  }
}
