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
import type { StackConfig } from '../../config/settings/stack.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { parseStackSettings } from '../preview/settings.js';
import { readStackFile } from '../preview/stack-file.js';
import {
  compareLines,
  findUnstatedLines,
  type LineComparison,
  statedTotalsUsd,
  studyPreset,
  studyStack,
} from './baseline.js';
import { type Bill, priceBill } from './bill.js';
import { type ComputedFinding, computeFindings } from './findings/findings.js';
import { priceStudy } from './findings/study.js';
import { findUnmetDemands, type UnmetDemand } from './limits.js';
import { type CostLine, type PriceOptions, sumLines } from './line.js';
import { type OptimizedStack, type PricedOptimizations, priceOptimizations } from './optimizations/optimizations.js';
import type { PriceBook } from './prices/book.js';
import { getBook } from './prices.js';
import { findZeroDemands, type ZeroDemand } from './zero-demand.js';

export interface CostRequest extends PriceOptions {
  readonly stack: string;
  readonly bookId: string;
  /** Replaces the preset in the stack file. */
  readonly preset?: UsagePresetName | undefined;
  /** Replaces the stack's monthly active users. */
  readonly mau?: number | undefined;
  /** Other numbers of users to price. */
  readonly scenarios?: readonly number[];
  /** Whether to compare with the configuration of the 2025 cost study. */
  readonly compare?: boolean;
  readonly optimize?: boolean;
  readonly onProgress?: OptimizedStack['onProgress'];
  /** Numbers of users for the growth chart, which has only totals. */
  readonly growth?: readonly number[];
}

export interface PricedStack extends Bill {
  readonly stack: string;
  readonly mau: number;
  readonly usage: PlannedUsage;
  readonly unmet: readonly UnmetDemand[];
}

export interface DemandNumber {
  readonly key: string;
  readonly value: number;
  readonly source: string;
}

/** A stack beside the configuration of the 2025 cost study. */
export interface StudyComparison {
  /** The total that the study states; undefined for a number of users that it has no table for. */
  readonly statedUsd: Decimal | undefined;
  /** The study's configuration under its own demand, at the same prices. */
  readonly study: PricedStack;
  /** This stack under the study's demand, without the demand in its stack file. */
  readonly oursAtEqualDemandUsd: Decimal;
  /** The same without lines that the study doesn't have. */
  readonly oursAtEqualScopeUsd: Decimal;
  /** The study's configuration without lines that the study doesn't have. */
  readonly studyAtEqualScopeUsd: Decimal;
  /** Values of the demand that differ from the preset; undefined on the side that doesn't have the key. */
  readonly demandDifferences: readonly { readonly key: string; readonly preset: unknown; readonly ours: unknown }[];
  /** This stack's lines above 0 that the study doesn't have. */
  readonly unstatedLines: readonly CostLine[];
}

/** Totals of both configurations for a number of users. */
export interface GrowthPoint {
  readonly mau: number;
  readonly oursUsd: Decimal;
  readonly studyUsd: Decimal;
  /** Whether this stack could carry the users with its current settings. */
  readonly isMet: boolean;
}

export interface CostReport extends PricedStack {
  readonly plan: readonly PlannedResource[];
  /** The AWS region in the stack file. The book has the prices of its own region. */
  readonly region: string | undefined;
  readonly book: PriceBook;
  readonly preset: UsagePresetName;
  readonly options: PriceOptions;
  readonly lowUsd: Decimal;
  readonly highUsd: Decimal;
  readonly demand: readonly DemandNumber[];
  readonly contradictions: readonly Contradiction[];
  readonly zeroDemands: readonly ZeroDemand[];
  /** The study's lines beside this bill's; empty for other numbers of users than the study's. */
  readonly statedLines: readonly LineComparison[];
  /** The study's wrong figures; empty for other stacks than the study's. */
  readonly findings: readonly ComputedFinding[];
  readonly scenarios: readonly PricedStack[];
  readonly comparison: StudyComparison | undefined;
  readonly growth: readonly GrowthPoint[];
  readonly optimizations: PricedOptimizations | undefined;
}

/** The number of users in the study's component tables. */
export const statedUsers = getUsagePreset(studyPreset).users.activePerMonth;

interface Subject {
  readonly stack: string;
  readonly region: string | undefined;
  readonly plan: readonly PlannedResource[];
  readonly config: StackConfig;
}

async function readSubject(stack: string, folder: string): Promise<Subject> {
  // The preview comes first, because its errors name the key that is wrong.
  const { resources: plan } = await previewStack(stack, folder);
  const file = await readStackFile(folder, stack);
  return { stack, region: file.config['aws:region'], plan, config: parseStackSettings(file) };
}

function resolveUsageAt(settings: UsageSettings, preset = settings.preset, mau?: number): PlannedUsage {
  const usage = resolveUsage(getUsagePreset(preset), settings);
  return mau === undefined ? usage : growUsage(usage, mau);
}

/** Returns the demand in a stack file, which overrides the preset. */
const pickOverrides = ({ preset: _, leftOut: __, ...overrides }: UsageSettings): Partial<PlannedUsage> =>
  overrides as Partial<PlannedUsage>;

function flatten(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => flatten(part, path === '' ? key : `${path}.${key}`));
}

function compareDemand(preset: PlannedUsage, ours: PlannedUsage): StudyComparison['demandDifferences'] {
  const [before, after] = [new Map(flatten(preset)), new Map(flatten(ours))];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => ({ key, preset: before.get(key), ours: after.get(key) }));
}

function listDemand({ stack, config }: Subject, preset: UsagePresetName, usage: PlannedUsage): DemandNumber[] {
  const sources = listPresetSources(preset);
  const overrides = new Set(flatten(pickOverrides(config.usage)).map(([key]) => key));
  return flatten(usage)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .map(([key, value]) => ({
      key,
      value,
      source: overrides.has(key) ? `Pulumi.${stack}.yaml` : (sources.get(key) ?? ''),
    }));
}

/**
 * Prices a stack from its stack file, without the cloud, the Pulumi CLI, credentials or a network.
 * @throws Error for an unknown stack or book, and for resources or demand without a price
 */
export async function createCostReport(request: CostRequest, folder = process.cwd()): Promise<CostReport> {
  const book = getBook(request.bookId);
  const options = { freeTier: request.freeTier, savingsPlan: request.savingsPlan };
  const bill = ({ plan, config }: Subject, usage: PlannedUsage): Bill =>
    priceBill({ plan, usage, book, options, leftOut: config.usage.leftOut });
  const priced = (subject: Subject, usage: PlannedUsage): PricedStack => ({
    ...bill(subject, usage),
    stack: subject.stack,
    mau: usage.users.activePerMonth,
    usage,
    unmet: findUnmetDemands(subject.plan, usage, subject.config.functions.accountConcurrency),
  });

  const subject = await readSubject(request.stack, folder);
  const { plan, region, config, stack } = subject;
  const { leftOut } = config.usage;
  const preset = request.preset ?? config.usage.preset;
  const usage = resolveUsageAt(config.usage, preset, request.mau);
  const result = priced(subject, usage);
  const demand = listDemand(subject, preset, usage);
  return {
    ...result,
    plan,
    region,
    book,
    options,
    preset,
    lowUsd: bill(subject, applyBand(usage, 'low')).totalMonthlyUsd,
    highUsd: bill(subject, applyBand(usage, 'high')).totalMonthlyUsd,
    demand,
    contradictions: findContradictions(usage),
    zeroDemands: findZeroDemands(usage, demand, (other) => bill(subject, other)),
    statedLines: result.mau === statedUsers ? compareLines(result) : [],
    findings: stack === studyStack ? computeFindings(priceStudy(plan, leftOut)) : [],
    scenarios: (request.scenarios ?? []).map((mau) => priced(subject, growUsage(usage, mau))),
    comparison: request.compare ? await compareWithStudy() : undefined,
    growth: request.growth ? await priceGrowth(request.growth) : [],
    optimizations: request.optimize ? await optimize() : undefined,
  };

  function optimize(): Promise<PricedOptimizations> {
    const today = new Date().toISOString().slice(0, 10);
    const { onProgress } = request;
    return priceOptimizations({
      stack,
      folder,
      config,
      plan,
      usage,
      book,
      options,
      leftOut,
      bill: result,
      today,
      onProgress,
    });
  }

  async function priceGrowth(counts: readonly number[]): Promise<GrowthPoint[]> {
    const study = await readSubject(studyStack, folder);
    const studyUsage = resolveUsageAt(study.config.usage);
    return counts.map((mau) => {
      const ours = priced(subject, growUsage(usage, mau));
      const { totalMonthlyUsd: studyUsd } = bill(study, growUsage(studyUsage, mau));
      return { mau, oursUsd: ours.totalMonthlyUsd, studyUsd, isMet: ours.unmet.length === 0 };
    });
  }

  async function compareWithStudy(): Promise<StudyComparison> {
    const { mau } = result;
    const studySubject = await readSubject(studyStack, folder);
    const { usage: studySettings } = studySubject.config;
    const study = priced(studySubject, resolveUsageAt(studySettings, studySettings.preset, mau));
    const equalUsage = resolveUsageAt({ preset, leftOut }, studySettings.preset, mau);
    const equal = bill(subject, equalUsage);
    // The line of a commitment is negative: it lowers the price of something that the study has.
    const listUnstated = (bill: Pick<Bill, 'lines'>) =>
      findUnstatedLines(bill).filter(({ monthlyUsd }) => monthlyUsd.greaterThan(0));
    const withoutUnstated = (bill: Bill) => bill.totalMonthlyUsd.minus(sumLines(listUnstated(bill)));
    const stated = statedTotalsUsd[mau];
    return {
      statedUsd: stated === undefined ? undefined : new Decimal(stated),
      study,
      oursAtEqualDemandUsd: equal.totalMonthlyUsd,
      oursAtEqualScopeUsd: withoutUnstated(equal),
      studyAtEqualScopeUsd: withoutUnstated(study),
      demandDifferences: compareDemand(equalUsage, usage),
      unstatedLines: listUnstated(result),
    };
  }
}
