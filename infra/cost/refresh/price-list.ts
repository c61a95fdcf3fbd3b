import { type Filter, PricingClient, paginateGetProducts } from '@aws-sdk/client-pricing';
import { Decimal } from 'decimal.js';
import * as z from 'zod';
import type { UnitPrice } from '../prices/book.js';
import type { ListedPrice } from '../prices/sources.js';

const Dimension = z.looseObject({
  beginRange: z.string(),
  endRange: z.string(),
  pricePerUnit: z.looseObject({ USD: z.string() }),
});

/** A product of the AWS Price List, https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html */
const Product = z.looseObject({
  product: z.looseObject({
    sku: z.string(),
    productFamily: z.string().optional(),
    attributes: z.record(z.string(), z.string()),
  }),
  terms: z.looseObject({
    OnDemand: z.record(z.string(), z.looseObject({ priceDimensions: z.record(z.string(), Dimension) })).optional(),
  }),
});
type Product = z.infer<typeof Product>;

interface FoundPrice {
  readonly tiers: UnitPrice['tiers'];
  readonly sku: string;
}

/** Creates a client in one of the few regions with an endpoint, https://docs.aws.amazon.com/general/latest/gr/billing.html */
export const createPricingClient = (): PricingClient => new PricingClient({ region: 'us-east-1' });

const contains = (Field: string, Value: string): Filter => ({ Type: 'CONTAINS', Field, Value });
const equals = (Field: string, Value: string): Filter => ({ Type: 'TERM_MATCH', Field, Value });

/** @throws Error if no product matches, or if matching products have different prices */
export async function findListedPrice(client: PricingClient, region: string, source: ListedPrice): Promise<FoundPrice> {
  for (const usageType of source.usageTypes) {
    const products = await readProducts(client, region, source, usageType);
    const priced = products
      .filter((product) => matchesSource(product, source, usageType))
      .map(({ product, terms }) => ({ sku: product.sku, tiers: toTiers(terms, source.scale ?? 1) }))
      .filter(({ tiers }) => tiers.length > 0);
    const [first] = priced;
    if (first === undefined) continue;
    const kinds = new Set(priced.map(({ tiers }) => JSON.stringify(tiers)));
    if (kinds.size === 1) return first;
    const skus = priced.map(({ sku }) => sku).join(', ');
    throw new Error(`${kinds.size} different prices for ${describeSource(region, source, usageType)}: ${skus}`);
  }
  throw new Error(`no product on the list for ${describeSource(region, source, source.usageTypes.join(' or '))}`);
}

async function readProducts(
  client: PricingClient,
  region: string,
  { serviceCode, isGlobal }: ListedPrice,
  usageType: string,
): Promise<Product[]> {
  const Filters = [contains('usagetype', usageType), ...(isGlobal ? [] : [equals('regionCode', region)])];
  const pages = paginateGetProducts({ client }, { ServiceCode: serviceCode, FormatVersion: 'aws_v1', Filters });
  const products: Product[] = [];
  for await (const { PriceList = [] } of pages) {
    products.push(...PriceList.map((text: unknown) => Product.parse(JSON.parse(String(text)))));
  }
  return products;
}

function describeSource(region: string, source: ListedPrice, usageType: string): string {
  const { serviceCode, attributes = {}, isGlobal } = source;
  const others = Object.entries(attributes).map(([name, value]) => `, ${name} ${value}`);
  return `${serviceCode}, usage type ${usageType}${others.join('')}${isGlobal ? '' : `, ${region}`}`;
}

function matchesSource({ product }: Product, { attributes = {} }: ListedPrice, usageType: string): boolean {
  const all: Record<string, string | undefined> = { productFamily: product.productFamily, ...product.attributes };
  // Usage types start with a region prefix, such as `USE1-`, `EU-` or, for KMS, `us-east-1-`.
  const prefix = all.usagetype?.endsWith(usageType) ? all.usagetype.slice(0, -usageType.length) : undefined;
  return (
    prefix !== undefined &&
    /^$|^[A-Z]{2,4}\d?-$|^[a-z]+(-[a-z]+)+-\d-$/.test(prefix) &&
    Object.entries(attributes).every(([name, value]) => all[name] === value)
  );
}

/** Converts paid tiers to the unit of the book. The list has no free amounts, because those belong to the account. */
function toTiers({ OnDemand = {} }: Product['terms'], scale: number): UnitPrice['tiers'] {
  return Object.values(OnDemand)
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .filter(({ pricePerUnit }) => !new Decimal(pricePerUnit.USD).isZero())
    .sort((one, other) => Number(one.beginRange) - Number(other.beginRange))
    .map(({ endRange, pricePerUnit }) => ({
      usd: new Decimal(pricePerUnit.USD).times(scale).toFixed(),
      ...(endRange !== 'Inf' && { upTo: Number(endRange) / scale }),
    }));
}
