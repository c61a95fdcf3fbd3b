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

export interface RefreshResult {
  readonly book: PriceBook;
  /** Prices that the list doesn't have, and why; they are the base's. */
  readonly carried: readonly { readonly id: PriceId; readonly reason: string }[];
}

/** A price that is another one now. */
export interface ChangedPrice {
  readonly id: PriceId;
  readonly before: string;
  readonly now: string;
  /** New first tier that costs something, over the old one. */
  readonly ratio: number;
}

const ratioDigits = 4;

/** A free amount that comes with the service is a first tier at 0 in the book, and on no list. */
const listFreeTiers = ({ tiers }: UnitPrice): UnitPrice['tiers'] =>
  tiers.filter(({ usd }) => new Decimal(usd).isZero());

/**
 * Reads every price of a book from AWS's Price List.
 * @throws Error that names each price which was not found or not told apart; nothing is half refreshed
 */
export async function refreshBook({ id, region, date, base, onProgress }: RefreshRequest): Promise<RefreshResult> {
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
        prices[priceId] = { ...before, tiers: [...listFreeTiers(before), ...tiers], source: found };
      } catch (error) {
        if (!isPriceError(error)) throw error;
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
const isPriceError = (error: unknown): error is Error => error instanceof Error && error.constructor === Error;

const formatTiers = ({ tiers }: UnitPrice): string =>
  tiers.map(({ usd, upTo }) => (upTo === undefined ? usd : `${usd} up to ${upTo}`)).join(', ');

const findFirstPaidUsd = ({ tiers }: UnitPrice): Decimal =>
  new Decimal(tiers.find(({ usd }) => !new Decimal(usd).isZero())?.usd ?? 0);

const normalizeTiers = ({ tiers }: UnitPrice): string =>
  JSON.stringify(tiers.map(({ usd, upTo }) => [new Decimal(usd).toFixed(), upTo]));

/** The prices in which two books differ. */
export function findChangedPrices(before: PriceBook, now: PriceBook): ChangedPrice[] {
  return priceIds.flatMap((id) => {
    const [old, present] = [before.prices[id], now.prices[id]];
    if (old === undefined || present === undefined || normalizeTiers(old) === normalizeTiers(present)) return [];
    const ratio = findFirstPaidUsd(present).dividedBy(findFirstPaidUsd(old)).toDecimalPlaces(ratioDigits).toNumber();
    return [{ id, before: formatTiers(old), now: formatTiers(present), ratio }];
  });
}

const toLiteral = (value: unknown): string => `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function renderPrice({ unit, tiers, source, freeQuantity }: UnitPrice): string {
  const rest = `${toLiteral(unit)}, ${toLiteral(source)}${freeQuantity === undefined ? '' : `, ${freeQuantity}`}`;
  const [first] = tiers;
  if (tiers.length === 1 && first !== undefined) return `flat(${toLiteral(first.usd)}, ${rest})`;
  const steps = tiers.map(({ usd, upTo }) => `[${toLiteral(usd)}${upTo === undefined ? '' : `, ${upTo}`}]`);
  return `tiered([${steps.join(', ')}], ${rest})`;
}

/** A book as a module beside the others. */
export function renderBookModule(book: PriceBook): string {
  const lines = priceIds.flatMap((id) => {
    const price = book.prices[id];
    return price === undefined ? [] : [`    ${id}: ${renderPrice(price)},`];
  });
  return `import { flat, type PriceBook, tiered } from './book.js';

/** AWS's list prices of ${book.date} in ${book.region}, as its Price List has them. */
export const ${toBookConstant(book.id)}: PriceBook = {
  id: ${toLiteral(book.id)},
  region: ${toLiteral(book.region)},
  date: ${toLiteral(book.date)},
  cognito: ${toLiteral(book.cognito)},
  prices: {
${lines.join('\n')}
  },
};
`;
}

/** What a module calls its book: `aws-2026-11` is `awsNovember2026`. */
export function toBookConstant(id: string): string {
  const [, year = '', month = '1', ...region] = id.split('-');
  const monthName = new Date(Date.UTC(2000, Number(month) - 1)).toLocaleString('en-US', {
    month: 'long',
    timeZone: 'UTC',
  });
  return `aws${monthName}${year}${region.map((part) => part[0]?.toUpperCase() + part.slice(1)).join('')}`;
}
