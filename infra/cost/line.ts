import { Decimal } from 'decimal.js';
import type { PriceBook, PriceId } from './prices/book.js';

/** The parts of the bill, as the cost report and AWS's own bill name them, in the order of both. */
export const componentNames = [
  'Aurora PostgreSQL',
  'Amazon Cognito',
  'AWS Lambda',
  'VPC and NAT',
  'API Gateway',
  'Secrets Manager and KMS',
  'CloudWatch and CloudTrail',
  'ECR',
  'Amazon S3',
  'Amazon Bedrock',
  'Messaging',
  'Data transfer',
] as const;
export type ComponentName = (typeof componentNames)[number];

/** What is charged for, before it has a price. */
export interface Charge {
  readonly component: ComponentName;
  /** As a bill says it, such as `Compute, peak`. */
  readonly item: string;
  readonly price: PriceId;
  /** In the price's unit, a month of it. */
  readonly quantity: Decimal.Value;
  /** Where the quantity is from: resources and demand, in words. */
  readonly basis: string;
}

/** One line of the bill. */
export interface CostLine {
  readonly component: ComponentName;
  readonly item: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly unitPriceUsd: Decimal;
  /** To the cent, as AWS bills each line; so what is printed adds up. */
  readonly monthlyUsd: Decimal;
  readonly basis: string;
  readonly priceSource: string;
}

export interface PriceOptions {
  /** Whether the account's free tier counts; what the service always has for nothing does anyway. */
  readonly freeTier: boolean;
  /** Whether the database's steady floor is under a Database Savings Plan. */
  readonly savingsPlan: boolean;
}

const cents = 2;
const quantityDigits = 12;

const formatBound = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 6 });

/**
 * Prices a charge by the tiers of a book: one line for each tier that it reaches. What the free tier takes is the beginning of
 * the first tier: Cognito's price list, for one, has 10,000 free users, then those up to 100,000 at the first price.
 * @throws Error where the book has no price for it
 */
export function priceCharge(charge: Charge, book: PriceBook, { freeTier }: Pick<PriceOptions, 'freeTier'>): CostLine[] {
  const price = book.prices[charge.price];
  if (price === undefined) throw new Error(`The price book ${book.id} has no price for ${charge.price}.`);
  const quantity = new Decimal(charge.quantity);
  if (!quantity.isFinite() || quantity.isNegative()) {
    throw new Error(`${charge.component}, ${charge.item}: ${quantity} is no quantity; it must be 0 or more.`);
  }
  const free = Decimal.min(quantity, freeTier ? (price.freeQuantity ?? 0) : 0);
  const { component, basis } = charge;
  const common = { component, basis, unit: price.unit, priceSource: price.source };
  const line = (item: string, amount: Decimal, usd: Decimal.Value): CostLine => ({
    ...common,
    item,
    quantity: amount.toSignificantDigits(quantityDigits),
    unitPriceUsd: new Decimal(usd),
    monthlyUsd: amount.times(usd).toDecimalPlaces(cents, Decimal.ROUND_HALF_UP),
  });
  const lines = free.isZero() ? [] : [line(`${charge.item}, free tier`, free, 0)];
  let from = free;
  for (const [index, { upTo, usd }] of price.tiers.entries()) {
    const within = Decimal.min(quantity, upTo ?? Number.POSITIVE_INFINITY).minus(from);
    const isOnlyLine = index === 0 && quantity.isZero();
    if (within.greaterThan(0) || isOnlyLine) {
      const included = Number(usd) === 0 && upTo !== undefined ? ', included' : '';
      const above = index === 0 || price.tiers[index - 1]?.usd === '0' ? '' : `, above ${formatBound(from.toNumber())}`;
      lines.push(line(`${charge.item}${included}${above}`, within, usd));
    }
    if (upTo === undefined || quantity.lessThanOrEqualTo(upTo)) break;
    from = new Decimal(upTo);
  }
  return lines;
}

/** The sum of lines, which are whole cents. */
export const sumLines = (lines: readonly CostLine[]): Decimal =>
  lines.reduce((sum, { monthlyUsd }) => sum.plus(monthlyUsd), new Decimal(0));
