import { Decimal } from 'decimal.js';
import { PriceBook, type PriceId, priceIds, type UnitPrice } from '../prices/book.js';
import { PriceList } from './price-list.js';
import { priceSources } from './sources.js';

/** What to read, and the book that says units, free amounts and whatever the list doesn't have. */
export interface RefreshRequest {
  readonly id: string;
  readonly region: string;
  /** The day of reading, ISO 8601. */
  readonly date: string;
  readonly base: PriceBook;
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

export interface Refreshed {
  readonly book: PriceBook;
  /** Prices that the list doesn't have, and why; they are the base's. */
  readonly carried: readonly { readonly id: PriceId; readonly reason: string }[];
}

/** A price that is another one now. */
export interface MovedPrice {
  readonly id: PriceId;
  readonly before: string;
  readonly now: string;
  /** New first tier that costs something, over the old one. */
  readonly ratio: number;
}

const ratioDigits = 4;

/** A free amount that comes with the service is a first tier at 0 in the book, and on no list. */
const freeTier = ({ tiers }: UnitPrice): UnitPrice['tiers'] => tiers.filter(({ usd }) => new Decimal(usd).isZero());

/**
 * Reads every price of a book from AWS's Price List.
 * @throws Error that names each price which was not found or not told apart; nothing is half refreshed
 */
export async function refreshBook({ id, region, date, base, onProgress }: RefreshRequest): Promise<Refreshed> {
  const list = new PriceList(region);
  const prices: Partial<Record<PriceId, UnitPrice>> = {};
  const carried: { id: PriceId; reason: string }[] = [];
  const problems: string[] = [];
  const asked = priceIds.filter((priceId) => base.prices[priceId] !== undefined);
  for (const [index, priceId] of asked.entries()) {
    const before = base.prices[priceId];
    const source = priceSources[priceId];
    if (before === undefined) continue;
    if ('carried' in source) {
      prices[priceId] = before;
      carried.push({ id: priceId, reason: source.carried });
    } else {
      try {
        const { tiers, sku } = await list.find(source);
        const found = `AWS Price List, ${source.serviceCode}, SKU ${sku}, ${date}`;
        prices[priceId] = { ...before, tiers: [...freeTier(before), ...tiers], source: found };
      } catch (error) {
        if (!isAboutPrice(error)) throw error;
        problems.push(`  ${priceId}: ${error.message}`);
      }
    }
    onProgress?.(index + 1, asked.length);
  }
  if (problems.length > 0) {
    throw new Error(
      `${problems.length} prices could not be read, so no book was made. Mend infra/cost/refresh/sources.ts:\n${problems.join('\n')}`,
    );
  }
  return { book: PriceBook.parse({ id, region, date, cognito: base.cognito, prices }), carried };
}

/** What AWS's client itself says ends the refresh at once. */
const isAboutPrice = (error: unknown): error is Error => error instanceof Error && error.constructor === Error;

const sayTiers = ({ tiers }: UnitPrice): string =>
  tiers.map(({ usd, upTo }) => (upTo === undefined ? usd : `${usd} up to ${upTo}`)).join(', ');

const firstPaid = ({ tiers }: UnitPrice): Decimal =>
  new Decimal(tiers.find(({ usd }) => !new Decimal(usd).isZero())?.usd ?? 0);

const normal = ({ tiers }: UnitPrice): string =>
  JSON.stringify(tiers.map(({ usd, upTo }) => [new Decimal(usd).toFixed(), upTo]));

/** The prices in which two books differ. */
export function movedPrices(before: PriceBook, now: PriceBook): MovedPrice[] {
  return priceIds.flatMap((id) => {
    const [old, present] = [before.prices[id], now.prices[id]];
    if (old === undefined || present === undefined || normal(old) === normal(present)) return [];
    const ratio = firstPaid(present).dividedBy(firstPaid(old)).toDecimalPlaces(ratioDigits).toNumber();
    return [{ id, before: sayTiers(old), now: sayTiers(present), ratio }];
  });
}

const literal = (value: unknown): string => `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function callOf({ unit, tiers, source, freeQuantity }: UnitPrice): string {
  const rest = `${literal(unit)}, ${literal(source)}${freeQuantity === undefined ? '' : `, ${freeQuantity}`}`;
  const [first] = tiers;
  if (tiers.length === 1 && first !== undefined) return `flat(${literal(first.usd)}, ${rest})`;
  const steps = tiers.map(({ usd, upTo }) => `[${literal(usd)}${upTo === undefined ? '' : `, ${upTo}`}]`);
  return `tiered([${steps.join(', ')}], ${rest})`;
}

/** A book as a module beside the others. */
export function bookModule(book: PriceBook): string {
  const lines = priceIds.flatMap((id) => {
    const price = book.prices[id];
    return price === undefined ? [] : [`    ${id}: ${callOf(price)},`];
  });
  return `import { flat, type PriceBook, tiered } from './book.js';

/** AWS's list prices of ${book.date} in ${book.region}, as its Price List has them. */
export const ${nameOf(book.id)}: PriceBook = {
  id: ${literal(book.id)},
  region: ${literal(book.region)},
  date: ${literal(book.date)},
  cognito: ${literal(book.cognito)},
  prices: {
${lines.join('\n')}
  },
};
`;
}

/** What a module calls its book: `aws-2026-11` is `awsNovember2026`. */
export function nameOf(id: string): string {
  const [, year = '', month = '1', ...region] = id.split('-');
  const monthName = new Date(Date.UTC(2000, Number(month) - 1)).toLocaleString('en-US', {
    month: 'long',
    timeZone: 'UTC',
  });
  return `aws${monthName}${year}${region.map((part) => part[0]?.toUpperCase() + part.slice(1)).join('')}`;
}
