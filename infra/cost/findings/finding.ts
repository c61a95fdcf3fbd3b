import { Decimal } from 'decimal.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { statedLines } from '../baseline.js';
import type { Bill } from '../bill.js';
import { type ComponentName, priceCharge, sumLines } from '../line.js';
import type { PriceBook, PriceId } from '../prices/book.js';

/** The cost report's configuration, priced. */
export interface PricedStudy {
  readonly plan: readonly PlannedResource[];
  /** Its baseline of 10,000 users. */
  readonly usage: PlannedUsage;
  readonly reportBook: PriceBook;
  readonly listBook: PriceBook;
  /** At the report's own prices, for so many users. */
  readonly billFor: (activePerMonth: number) => Bill;
  readonly atReportPrices: Bill;
  readonly atListPrices: Bill;
}

/** A figure of the cost report that is wrong, or that another of its figures contradicts. */
export interface StudyFinding {
  /** The part of the report. */
  readonly area: string;
  /** What the figure is, with its unit. */
  readonly what: string;
  readonly stated: number;
  /** What its own usage and prices, or AWS's where those are wrong, make of it. */
  readonly computed: (report: PricedStudy) => Decimal.Value;
  readonly why: string;
}

export type FindingRow = readonly [what: string, stated: number, computed: StudyFinding['computed'], why: string];

export const buildFindings = (area: string, rows: readonly FindingRow[]): StudyFinding[] =>
  rows.map(([what, stated, computed, why]) => ({ area, what, stated, computed, why }));

/** A quantity at the prices of a book, tiers included. */
export const priceQuantity = (book: PriceBook, price: PriceId, quantity: Decimal.Value): Decimal =>
  sumLines(
    priceCharge({ component: 'AWS Lambda', item: price, price, quantity, basis: '' }, book, { freeTier: false }),
  );

export const sumItemUsd = ({ lines }: Bill, item: string): Decimal =>
  Decimal.sum(0, ...lines.filter((line) => line.item === item).map(({ monthlyUsd }) => monthlyUsd));

export const sumComponentUsd = ({ components }: Bill, name: ComponentName): Decimal =>
  Decimal.sum(0, ...components.filter(({ component }) => component === name).map(({ monthlyUsd }) => monthlyUsd));

/** What the report's own table of a component adds up to; of all its tables without one. */
export const sumStatedUsd = (name?: ComponentName): Decimal =>
  Decimal.sum(
    0,
    ...statedLines.filter(({ component }) => name === undefined || component === name).map((line) => line.statedUsd),
  );
