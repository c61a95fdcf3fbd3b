import { Decimal } from 'decimal.js';
import { formatNumber } from '../../config/format.js';
import type { PriceBook, PriceId } from './prices/book.js';

/** The parts of the bill, in order. The first eight are those of the 2025 cost study. */
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

/** A quantity of something that AWS charges for, before it has a price. */
export interface Charge {
  readonly component: ComponentName;
  /** The name on the bill, such as `Compute, peak`. */
  readonly item: string;
  readonly price: PriceId;
  /** A month's quantity in the unit of the price. */
  readonly quantity: Decimal.Value;
  /** The resources and the demand behind the quantity, in words. */
  readonly basis: string;
}

export interface CostLine {
  readonly component: ComponentName;
  readonly item: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly unitPriceUsd: Decimal;
  /** Rounded to the cent, as AWS bills each line, so that printed lines add up. */
  readonly monthlyUsd: Decimal;
  readonly basis: string;
  readonly priceSource: string;
}

export interface PriceOptions {
  /** Whether to deduct the account's free tier. What a service always includes for free is deducted in any case. */
  readonly freeTier: boolean;
  /** Whether a Database Savings Plan covers the database capacity that always runs. */
  readonly savingsPlan: boolean;
}

const cents = 2;
const quantityDigits = 12;

/**
 * Prices a charge by the tiers of a book, with one line for each tier that it reaches. The free tier is the beginning of the
 * first tier: for Cognito, the first 10,000 users are free and those up to 100,000 have the first price.
 * @throws Error if the book has no price for it
 */
export function priceCharge(charge: Charge, book: PriceBook, { freeTier }: Pick<PriceOptions, 'freeTier'>): CostLine[] {
  const price = book.prices[charge.price];
  if (price === undefined) throw new Error(`The price book ${book.id} has no price for ${charge.price}.`);
  const quantity = new Decimal(charge.quantity);
  if (!quantity.isFinite() || quantity.isNegative()) {
    throw new Error(`${charge.component}, ${charge.item}: the quantity must be 0 or more (found ${quantity}).`);
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
      const above = index === 0 || price.tiers[index - 1]?.usd === '0' ? '' : `, above ${formatNumber(from, 6)}`;
      lines.push(line(`${charge.item}${included}${above}`, within, usd));
    }
    if (upTo === undefined || quantity.lessThanOrEqualTo(upTo)) break;
    from = new Decimal(upTo);
  }
  return lines;
}

export const sumLines = (lines: readonly CostLine[]): Decimal =>
  lines.reduce((sum, { monthlyUsd }) => sum.plus(monthlyUsd), new Decimal(0));

export const sumItemUsd = ({ lines }: { readonly lines: readonly CostLine[] }, item: string): Decimal =>
  sumLines(lines.filter((line) => line.item === item));
