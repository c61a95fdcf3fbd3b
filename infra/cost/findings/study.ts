import { Decimal } from 'decimal.js';
import { getUsagePreset } from '../../../config/demand/presets.js';
import { growUsage, type PlannedUsage, type UsageSettings } from '../../../config/demand/usage.js';
import { functionNames, isBehindApi } from '../../../config/functions.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { statedLines, studyPreset } from '../baseline.js';
import { type Bill, priceBill } from '../bill.js';
import { type ComponentName, priceCharge, sumLines } from '../line.js';
import type { PriceBook, PriceId } from '../prices/book.js';
import { defaultBookId, getBook } from '../prices.js';

/** The configuration of the 2025 cost study, priced under its baseline of 10,000 users. */
export interface PricedStudy {
  readonly plan: readonly PlannedResource[];
  readonly usage: PlannedUsage;
  readonly studyBook: PriceBook;
  readonly listBook: PriceBook;
  /** Prices the configuration for a number of users at the study's prices. */
  readonly billFor: (activePerMonth: number) => Bill;
  readonly atStudyPrices: Bill;
  readonly atListPrices: Bill;
}

export function priceStudy(plan: readonly PlannedResource[], leftOut: UsageSettings['leftOut']): PricedStudy {
  const usage = getUsagePreset(studyPreset);
  const options = { freeTier: false, savingsPlan: false };
  const studyBook = getBook('study2025');
  const listBook = getBook(defaultBookId);
  const billFor = (activePerMonth: number) =>
    priceBill({ plan, usage: growUsage(usage, activePerMonth), book: studyBook, options, leftOut });
  return {
    plan,
    usage,
    studyBook,
    listBook,
    billFor,
    atStudyPrices: billFor(usage.users.activePerMonth),
    atListPrices: priceBill({ plan, usage, book: listBook, options, leftOut }),
  };
}

/** A figure of the study that is wrong or contradicts another of its figures. */
export interface StudyFinding {
  /** The section of the study. */
  readonly area: string;
  /** The figure and its unit. */
  readonly what: string;
  readonly stated: number;
  /** Computes the figure from the study's usage and prices, or from AWS's prices if the study's are wrong. */
  readonly computed: (study: PricedStudy) => Decimal.Value;
  readonly why: string;
}

export type FindingRow = readonly [what: string, stated: number, computed: StudyFinding['computed'], why: string];

export const buildFindings = (area: string, rows: readonly FindingRow[]): StudyFinding[] =>
  rows.map(([what, stated, computed, why]) => ({ area, what, stated, computed, why }));

/** Prices a quantity at the tiers of a book. */
export const priceQuantity = (book: PriceBook, price: PriceId, quantity: Decimal.Value): Decimal =>
  sumLines(
    priceCharge({ component: 'AWS Lambda', item: price, price, quantity, basis: '' }, book, { freeTier: false }),
  );

export const sumComponentUsd = ({ components }: Bill, name: ComponentName): Decimal =>
  Decimal.sum(0, ...components.filter(({ component }) => component === name).map(({ monthlyUsd }) => monthlyUsd));

/** Adds up the study's table of a component, or all its tables. */
export const sumStatedUsd = (name?: ComponentName): Decimal =>
  Decimal.sum(
    0,
    ...statedLines.filter(({ component }) => name === undefined || component === name).map((line) => line.statedUsd),
  );

/** The functions behind the API. The other two run once, and the study adds its overhead to neither. */
export const servedFunctions = functionNames.filter(isBehindApi);

export const sumInvocations = (
  { functions }: PlannedUsage,
  names: readonly (keyof PlannedUsage['functions'])[] = servedFunctions,
): number => names.reduce((sum, name) => sum + functions[name].requestsPerMonth, 0);
