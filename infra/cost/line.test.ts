import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Charge, priceCharge, sumLines } from './line.js';
import { flat, PriceBook, type PriceId, priceIds, tiered, UnitPrice } from './prices/book.js';
import { getBook, priceBooks } from './prices.js';

const charge = (quantity: Decimal.Value, price: PriceId = 'httpApiMillion'): Charge => ({
  component: 'API Gateway',
  item: 'Calls',
  price,
  quantity,
  basis: 'a test',
});

const book = PriceBook.parse({
  id: 'test',
  region: 'us-east-1',
  date: '2025-10-01',
  cognito: 'featurePlans',
  prices: {
    httpApiMillion: tiered([['1.00', 300], ['0.90']], '1M requests', 'test'),
    kmsRequests10K: tiered([['0', 2], ['0.03']], '10K requests', 'test'),
    lambdaRequestMillion: flat('0.20', '1M requests', 'test', 1),
    cognitoLiteUser: tiered([['0.0055', 100_000], ['0.0046']], 'MAU', 'test', 10_000),
  },
});
const list = { freeTier: false };
const summary = (quantity: Decimal.Value, price?: PriceId, options = list) =>
  priceCharge(charge(quantity, price), book, options).map(({ item, quantity: amount, unitPriceUsd, monthlyUsd }) => [
    item,
    amount.toNumber(),
    unitPriceUsd.toNumber(),
    monthlyUsd.toNumber(),
  ]);

describe('a charge', () => {
  it.each([
    [0, [['Calls', 0, 1, 0]]],
    [299.999, [['Calls', 299.999, 1, 300]]],
    [300, [['Calls', 300, 1, 300]]],
    [
      301,
      [
        ['Calls', 300, 1, 300],
        ['Calls, above 300', 1, 0.9, 0.9],
      ],
    ],
  ])('of %d million calls is a line for each tier that it reaches', (quantity, lines) => {
    expect(summary(quantity)).toEqual(lines);
  });

  it('shows what the service includes for free, and bills the rest', () => {
    expect(summary(50, 'kmsRequests10K')).toEqual([
      ['Calls, included', 2, 0, 0],
      ['Calls', 48, 0.03, 1.44],
    ]);
  });

  it('has the free tier only on request', () => {
    expect(summary(5.8, 'lambdaRequestMillion')).toEqual([['Calls', 5.8, 0.2, 1.16]]);
    expect(summary(5.8, 'lambdaRequestMillion', { freeTier: true })).toEqual([
      ['Calls, free tier', 1, 0, 0],
      ['Calls', 4.8, 0.2, 0.96],
    ]);
    expect(summary(0.4, 'lambdaRequestMillion', { freeTier: true })).toEqual([['Calls, free tier', 0.4, 0, 0]]);
  });

  it('deducts the free tier from the beginning of the first tier, whose end stays the same', () => {
    expect(summary(150_000, 'cognitoLiteUser', { freeTier: true })).toEqual([
      ['Calls, free tier', 10_000, 0, 0],
      ['Calls', 90_000, 0.0055, 495],
      ['Calls, above 100,000', 50_000, 0.0046, 230],
    ]);
  });

  it('is rounded to the cent, half up', () => {
    expect(summary('0.005')).toEqual([['Calls', 0.005, 1, 0.01]]);
    expect(summary('0.00499')).toEqual([['Calls', 0.00499, 1, 0]]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('of %d is rejected', (quantity) => {
    expect(() => priceCharge(charge(quantity), book, list)).toThrow('API Gateway, Calls:');
  });

  it('without a price in the book is rejected with the name of the price', () => {
    expect(() => priceCharge(charge(1, 'natGatewayHour'), book, list)).toThrow(
      'The price book test has no price for natGatewayHour.',
    );
  });

  it('never falls when its quantity rises, at any price of any book', () => {
    const priced = priceBooks.flatMap((each) =>
      priceIds.filter((id) => each.prices[id]).map((id) => [each, id] as const),
    );
    // A commitment has a negative price, so it lowers the bill more as its quantity rises.
    const positive = priced.filter(([, id]) => !id.startsWith('auroraSavingsPlan'));
    fc.assert(
      fc.property(
        fc.constantFrom(...positive),
        fc.double({ min: 0, max: 1e8, noNaN: true }),
        fc.double({ min: 0, max: 1e8, noNaN: true }),
        fc.boolean(),
        ([each, id], less, more, freeTier) => {
          const total = (quantity: number) => sumLines(priceCharge(charge(quantity, id), each, { freeTier }));
          return total(less).lessThanOrEqualTo(total(less + more));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has lines whose quantities add up to the charge', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e5, noNaN: true }), fc.boolean(), (quantity, freeTier) => {
        const lines = priceCharge(charge(quantity, 'lambdaRequestMillion'), book, { freeTier });
        const sum = Decimal.sum(0, ...lines.map((line) => line.quantity));
        return sum.minus(quantity).abs().lessThan(1e-6);
      }),
    );
  });
});

describe('the price books', () => {
  it('are found by id, the 2025 cost study also by its former id', () => {
    expect(getBook('report')).toBe(getBook('study2025'));
    expect(() => getBook('gcp')).toThrow('Unknown price book gcp. The books are: aws-2025-10, study2025.');
  });

  it('have a region, a day, and a unit and source for each price', () => {
    expect(priceBooks.map(({ id, region, date }) => [id, region, date])).toEqual([
      ['aws-2025-10', 'us-east-1', '2025-10-01'],
      ['study2025', 'us-east-1', '2025-10-01'],
    ]);
    const sources = priceBooks.flatMap(({ prices }) => Object.values(prices).map(({ source }) => source));
    expect(sources.filter((source) => source.length < 10)).toEqual([]);
  });

  it('have every price except those of Cognito before its feature plans', () => {
    const missing = ({ prices }: PriceBook) => priceIds.filter((id) => prices[id] === undefined);
    const [aws, study] = priceBooks;
    expect(aws && missing(aws)).toEqual(['cognitoBaseUser', 'cognitoThreatProtectionUser']);
    expect(study && missing(study)).toEqual([]);
  });

  it('reject tiers out of order, an end on the last one, and invalid amounts', () => {
    const price = (...tiers: object[]) => UnitPrice.safeParse({ unit: 'GB', source: 'test', tiers }).success;
    expect(price({ usd: '1', upTo: 5 }, { usd: '2', upTo: 6 }, { usd: '3' })).toBe(true);
    expect(price({ usd: '1', upTo: 5 }, { usd: '2', upTo: 5 }, { usd: '3' })).toBe(false);
    expect(price({ usd: '1', upTo: 5 })).toBe(false);
    expect(price({ usd: '1' }, { usd: '2' })).toBe(false);
    expect(price({ usd: '1e-5' })).toBe(false);
  });
});
