import type { Decimal } from 'decimal.js';
import type { CostLine } from '../line.js';
import type { PriceBook } from '../prices/book.js';

interface PricedPlace {
  readonly book: Pick<PriceBook, 'id' | 'region' | 'date'>;
  /** The stack's. */
  readonly region: string | undefined;
}

/** Where a bill's prices are from; a stack that is elsewhere pays others. */
export const describePriceOrigin = ({ book, region }: PricedPlace): string =>
  `${book.id} of ${book.region}, ${book.date}${region === undefined || region === book.region ? '' : `, and not of ${region}, where the stack is and pays others (npm run cost:refresh)`}`;

/** US dollars with cents, such as `1,234.50`. */
export const formatUsd = (amount: Decimal): string =>
  // Nothing times less than 0 is a negative 0, which would be told with its sign.
  (amount.toNumber() || 0).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A change in US dollars with its sign, such as `+2.00`; one of nothing has none. */
export const formatSignedUsd = (amount: Decimal): string =>
  amount.isZero() ? formatUsd(amount.abs()) : `${amount.isNegative() ? '−' : '+'}${formatUsd(amount.abs())}`;

/** A quantity or a count. */
export const formatQuantity = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 3 });

/** A number of any size: to the cent, or with two digits where it is less than one. */
export const formatExact = (value: number): string =>
  Math.abs(value) < 0.01 && value !== 0
    ? value.toFixed(7)
    : value.toLocaleString('en-US', { maximumFractionDigits: 2 });

export const formatPercent = (part: Decimal, whole: Decimal): string =>
  whole.isZero() ? '–' : `${part.dividedBy(whole).times(100).toFixed(1)} %`;

/** A unit price in US dollars with every digit that it has. */
export const formatUnitPrice = ({ unitPriceUsd }: Pick<CostLine, 'unitPriceUsd'>): string =>
  unitPriceUsd.toFixed(Math.max(2, unitPriceUsd.decimalPlaces()));

/** A number or name of a demand; a period that only the other demand has is none. */
export const formatDemand = (value: unknown): string => (value === undefined ? 'none' : String(value));
