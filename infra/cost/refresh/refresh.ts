import { Decimal } from 'decimal.js';
import { formatCount } from '../../../config/format.js';
import { PriceBook, type PriceId, priceIds, type UnitPrice } from '../prices/book.js';
import { type CarriedPrice, type ListedPrice, priceSources } from '../prices/sources.js';
import { createPricingClient, findListedPrice } from './price-list.js';

export interface RefreshRequest {
  readonly id: string;
  readonly region: string;
  readonly date: string;
  /** The book that supplies units, free amounts and prices that aren't on the list. */
  readonly base: PriceBook;
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

export interface RefreshResult {
  readonly book: PriceBook;
  /** Prices that aren't on the list, so they are those of the base. */
  readonly carried: readonly { readonly id: PriceId; readonly reason: string }[];
}

export interface ChangedPrice {
  readonly id: PriceId;
  readonly before: string;
  readonly now: string;
  /** The first paid tier now divided by the one before. */
  readonly ratio: number;
}

const ratioDigits = 4;

/** Returns the tiers at 0, which hold what a service includes for free. The list doesn't have them. */
const listFreeTiers = ({ tiers }: UnitPrice): UnitPrice['tiers'] =>
  tiers.filter(({ usd }) => new Decimal(usd).isZero());

/**
 * Reads every price of a book from the AWS Price List.
 * @throws Error that names each missing or ambiguous price, so that a book is never refreshed in part
 */
export async function refreshBook({ id, region, date, base, onProgress }: RefreshRequest): Promise<RefreshResult> {
  const client = createPricingClient();
  const prices: Partial<Record<PriceId, UnitPrice>> = {};
  const carried: { id: PriceId; reason: string }[] = [];
  const problems: string[] = [];
  const known = priceIds.flatMap((priceId) => {
    const before = base.prices[priceId];
    return before === undefined ? [] : [{ priceId, before }];
  });
  for (const [index, { priceId, before }] of known.entries()) {
    const source: ListedPrice | CarriedPrice = priceSources[priceId];
    if ('carried' in source) {
      prices[priceId] = before;
      carried.push({ id: priceId, reason: source.carried });
    } else {
      try {
        const { tiers, sku } = await findListedPrice(client, region, source);
        const found = `AWS Price List, ${source.serviceCode}, SKU ${sku}, ${date}`;
        prices[priceId] = { ...before, tiers: [...listFreeTiers(before), ...tiers], source: found };
      } catch (error) {
        if (!isPriceError(error)) throw error;
        problems.push(`  ${priceId}: ${error.message}`);
      }
    }
    onProgress?.(index + 1, known.length);
  }
  if (problems.length > 0) {
    throw new Error(
      `Could not read ${formatCount(problems.length, 'price')}, so no book was written. Fix infra/cost/prices/sources.ts:\n${problems.join('\n')}`,
    );
  }
  return { book: PriceBook.parse({ id, region, date, cognito: base.cognito, prices }), carried };
}

/** Errors of the AWS client, which are subclasses, end the refresh at once. */
const isPriceError = (error: unknown): error is Error => error instanceof Error && error.constructor === Error;

const formatTiers = ({ tiers }: UnitPrice): string =>
  tiers.map(({ usd, upTo }) => (upTo === undefined ? usd : `${usd} up to ${upTo}`)).join(', ');

const findFirstPaidUsd = ({ tiers }: UnitPrice): Decimal =>
  new Decimal(tiers.find(({ usd }) => !new Decimal(usd).isZero())?.usd ?? 0);

const normalizeTiers = ({ tiers }: UnitPrice): string =>
  JSON.stringify(tiers.map(({ usd, upTo }) => [new Decimal(usd).toFixed(), upTo]));

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

export function renderBookModule(book: PriceBook): string {
  const lines = priceIds.flatMap((id) => {
    const price = book.prices[id];
    return price === undefined ? [] : [`    ${id}: ${renderPrice(price)},`];
  });
  return `import { flat, type PriceBook, tiered } from './book.js';

/** AWS's list prices of ${book.date} in ${book.region}, from the AWS Price List. */
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

/** Returns the constant's name for a book: `awsNovember2026` for `aws-2026-11`. */
export function toBookConstant(id: string): string {
  const [, year = '', month = '1', ...region] = id.split('-');
  const monthName = new Date(Date.UTC(2000, Number(month) - 1)).toLocaleString('en-US', {
    month: 'long',
    timeZone: 'UTC',
  });
  return `aws${monthName}${year}${region.map((part) => part[0]?.toUpperCase() + part.slice(1)).join('')}`;
}
