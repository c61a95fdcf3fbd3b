import * as z from 'zod';
import { priceSources } from './sources.js';

export type PriceId = keyof typeof priceSources;

/** The things that AWS charges for. A pricer names one, and a price book has its price. */
export const priceIds = Object.keys(priceSources) as PriceId[];

/** US dollars as text, because a binary fraction can't hold most prices exactly. */
const Usd = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be an amount in US dollars such as 0.0000166667');

const Tier = z.strictObject({
  /** The monthly quantity, counted from 0, up to which the price applies. The last tier has none. */
  upTo: z.number().positive().optional(),
  usd: Usd,
});

export const UnitPrice = z
  .strictObject({
    /** The unit that is priced, such as `GB-month`. */
    unit: z.string().min(1),
    tiers: z.array(Tier).min(1),
    /** The monthly quantity in the account's free tier, which `--free-tier` deducts. */
    freeQuantity: z.number().positive().optional(),
    source: z.string().min(1),
  })
  .refine(
    ({ tiers }) =>
      tiers.every(({ upTo }, index) => (index === tiers.length - 1) === (upTo === undefined)) &&
      tiers.every(({ upTo }, index) => index === 0 || upTo === undefined || upTo > (tiers[index - 1]?.upTo ?? 0)),
    'must have tiers in rising order, and `upTo` on all of them but the last',
  );
export type UnitPrice = z.infer<typeof UnitPrice>;

/** The unit prices of one region on one day. */
export const PriceBook = z.strictObject({
  id: z.string().min(1),
  region: z.string().min(1),
  /** The day of the prices, in ISO 8601. */
  date: z.iso.date(),
  /** How Cognito bills: by the pool's feature plan, or, before November 2024, a base price plus threat protection. */
  cognito: z.enum(['featurePlans', 'baseAndThreatProtection']),
  prices: z.partialRecord(z.enum(priceIds), UnitPrice),
});
export type PriceBook = z.infer<typeof PriceBook>;

/** Returns the same price for any quantity. */
export const flat = (usd: string, unit: string, source: string, freeQuantity?: number): UnitPrice => ({
  unit,
  tiers: [{ usd }],
  source,
  ...(freeQuantity !== undefined && { freeQuantity }),
});

/** Returns prices by tier: `[usd, upTo]`, the last without `upTo`. */
export const tiered = (
  tiers: readonly (readonly [usd: string, upTo?: number])[],
  unit: string,
  source: string,
  freeQuantity?: number,
): UnitPrice => ({
  unit,
  tiers: tiers.map(([usd, upTo]) => ({ usd, ...(upTo !== undefined && { upTo }) })),
  source,
  ...(freeQuantity !== undefined && { freeQuantity }),
});
