import type { Decimal } from 'decimal.js';
import * as z from 'zod';
import { PlannedUsage, type UsageSettings } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { freeTypes } from './free.js';
import { type ComponentName, type CostLine, componentNames, type PriceOptions, priceCharge, sumLines } from './line.js';
import { demandsWithoutResource, type Pricer } from './pricers/pricer.js';
import { pricers as allPricers } from './pricers.js';
import type { PriceBook } from './prices/book.js';

export interface BillRequest {
  readonly plan: readonly PlannedResource[];
  readonly usage: PlannedUsage;
  readonly book: PriceBook;
  readonly options: PriceOptions;
  /** Resources that are priced, but not on the bill. */
  readonly leftOut?: UsageSettings['leftOut'];
}

export interface ComponentCost {
  readonly component: ComponentName;
  readonly monthlyUsd: Decimal;
}

export interface LeftOutCost {
  readonly resource: string;
  readonly reason: string;
  /** What it would add to the bill; negative if it saves more elsewhere than it costs. */
  readonly monthlyUsd: Decimal;
}

export interface Bill {
  readonly lines: readonly CostLine[];
  readonly components: readonly ComponentCost[];
  readonly totalMonthlyUsd: Decimal;
  readonly perMauUsd: Decimal;
  readonly leftOut: readonly LeftOutCost[];
}

const perUserDigits = 6;

/** @throws Error that names each type that is neither priced nor listed as free */
function requireKnownTypes(plan: readonly PlannedResource[], pricers: readonly Pricer[]): void {
  const priced = new Set(pricers.flatMap(({ types }) => types));
  const unknown = new Map<string, string>();
  for (const { type, name, isCustom } of plan) {
    if (isCustom && !priced.has(type) && freeTypes[type] === undefined) unknown.set(type, name);
  }
  if (unknown.size === 0) return;
  const found = [...unknown].map(([type, name]) => `  ${type} (for example ${name})`).join('\n');
  throw new Error(
    `These resource types have no price. Price each in infra/cost/pricers/ or list it in infra/cost/free.ts:\n${found}`,
  );
}

/** @throws Error that names each missing number and each kind of demand without a pricer */
function requireCompleteDemand(usage: PlannedUsage, pricers: readonly Pricer[]): void {
  const unpriced = demandsWithoutResource.filter((demand) => !pricers.some((pricer) => pricer.demand === demand));
  if (unpriced.length > 0) throw new Error(`No pricer covers this demand: ${unpriced.join(', ')}.`);
  const parsed = PlannedUsage.safeParse(usage);
  if (!parsed.success) throw new Error(`The demand is incomplete:\n${z.prettifyError(parsed.error)}`);
}

function priceLines({ plan, usage, book, options }: BillRequest, pricers: readonly Pricer[]): CostLine[] {
  const context = { plan, usage, options, cognito: book.cognito };
  const charges = pricers.flatMap(({ types, charge }) =>
    charge(
      plan.filter(({ type }) => types.includes(type)),
      context,
    ),
  );
  const lines = charges.flatMap((charge) => priceCharge(charge, book, options));
  return componentNames.flatMap((name) => lines.filter(({ component }) => component === name));
}

/** Prices each left-out resource as if it alone were added to the bill. */
function priceLeftOut(request: BillRequest, pricers: readonly Pricer[]): LeftOutCost[] {
  const { plan, leftOut = [] } = request;
  const names = new Set(leftOut.map(({ resource }) => resource));
  const kept = plan.filter(({ name }) => !names.has(name));
  const total = sumLines(priceLines({ ...request, plan: kept }, pricers));
  return leftOut.map(({ resource, reason }) => {
    const own = plan.filter(({ name }) => name === resource);
    if (own.length === 0) throw new Error(`usage.leftOut names ${resource}, but the plan has no such resource.`);
    const withIt = sumLines(priceLines({ ...request, plan: [...kept, ...own] }, pricers));
    return { resource, reason, monthlyUsd: withIt.minus(total) };
  });
}

/**
 * Prices a month of every planned resource under a demand.
 * @throws Error for a type without a price, a price that the book lacks, or missing demand
 */
export function priceBill(request: BillRequest, pricers: readonly Pricer[] = allPricers): Bill {
  requireKnownTypes(request.plan, pricers);
  requireCompleteDemand(request.usage, pricers);
  const leftOutNames = new Set(request.leftOut?.map(({ resource }) => resource));
  const kept = request.plan.filter(({ name }) => !leftOutNames.has(name));
  const lines = priceLines({ ...request, plan: kept }, pricers);
  const totalMonthlyUsd = sumLines(lines);
  return {
    lines,
    components: componentNames
      .map((component) => ({ component, found: lines.filter((line) => line.component === component) }))
      .filter(({ found }) => found.length > 0)
      .map(({ component, found }) => ({ component, monthlyUsd: sumLines(found) })),
    totalMonthlyUsd,
    perMauUsd: totalMonthlyUsd.dividedBy(request.usage.users.activePerMonth).toDecimalPlaces(perUserDigits),
    leftOut: priceLeftOut(request, pricers),
  };
}
