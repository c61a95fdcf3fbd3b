import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PriceBook, type PriceId, priceIds } from '../prices/book.js';
import { priceSources } from '../prices/sources.js';
import { getBook, priceBooks } from '../prices.js';
import { findChangedPrices, refreshBook, renderBookModule, toBookConstant } from './refresh.js';

interface Listed {
  readonly service: string;
  readonly usagetype: string;
  readonly attributes?: Record<string, string>;
  readonly family?: string;
  /** Begin, end, USD. */
  readonly ranges: readonly (readonly [string, string, string])[];
}

/** What the Price List would hold, in its own form. */
let listed: Listed[];
let asked: {
  target: string;
  body: { ServiceCode: string; Filters: { Type: string; Field: string; Value: string }[] };
}[];
let failures: number;

const toProductDocument = ({ usagetype, attributes, family, ranges }: Listed, index: number): string =>
  JSON.stringify({
    product: { sku: `SKU${index}`, productFamily: family, attributes: { usagetype, ...attributes } },
    serviceCode: 'any',
    terms: {
      OnDemand: {
        [`SKU${index}.JRTCKXETXF`]: {
          offerTermCode: 'JRTCKXETXF',
          priceDimensions: Object.fromEntries(
            ranges.map(([beginRange, endRange, USD], range) => [
              `SKU${index}.JRTCKXETXF.${range}`,
              { unit: 'Hrs', beginRange, endRange, pricePerUnit: { USD }, description: 'a price', appliesTo: [] },
            ]),
          ),
        },
      },
    },
  });

let server: Server;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const body = JSON.parse(text);
    asked.push({ target: String(request.headers['x-amz-target']), body });
    response.setHeader('Content-Type', 'application/x-amz-json-1.1');
    if (failures > 0) {
      failures -= 1;
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' }));
      return;
    }
    const wanted = body.Filters.find(({ Field }: { Field: string }) => Field === 'usagetype').Value;
    const found = listed.filter(({ service, usagetype }) => service === body.ServiceCode && usagetype.includes(wanted));
    // One product on each page, so that reading only the first page fails.
    const page = Number(body.NextToken ?? 0);
    const more = page + 1 < found.length ? { NextToken: String(page + 1) } : {};
    const documents = found.slice(page, page + 1).map((product) => toProductDocument(product, listed.indexOf(product)));
    response.end(JSON.stringify({ FormatVersion: 'aws_v1', PriceList: documents, ...more }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterAll(() => {
  server.close();
  vi.unstubAllEnvs();
});
afterEach(() => {
  listed = [];
  asked = [];
  failures = 0;
});
listed = [];
asked = [];
failures = 0;

const pickPrices = (...ids: PriceId[]): PriceBook => {
  const whole = getBook('aws-2025-10');
  return { ...whole, prices: Object.fromEntries(ids.map((id) => [id, whole.prices[id]])) };
};
const refresh = (base: PriceBook, region = 'us-east-1') =>
  refreshBook({ id: 'aws-2026-11', region, date: '2026-11-23', base });

const listProduct = (service: string, usagetype: string, ...ranges: Listed['ranges']): Listed => ({
  service,
  usagetype,
  ranges,
});

const nat: Listed = {
  ...listProduct('AmazonEC2', 'NatGateway-Hours', ['0', 'Inf', '0.0450000000']),
  family: 'NAT Gateway',
};

it('every price of every book has a source, or a reason to have none', () => {
  const named = Object.keys(priceSources).sort();
  expect(named).toEqual([...priceIds].sort());
  for (const { prices } of priceBooks) for (const id of Object.keys(prices)) expect(named).toContain(id);
});

describe('a refreshed book', () => {
  it('converts listed prices to the units of the book, with tiers, day and SKU', async () => {
    listed = [
      listProduct(
        'AmazonApiGateway',
        'USE1-ApiGatewayHttpRequest',
        ['300000000', 'Inf', '0.0000009000'],
        ['0', '300000000', '0.0000011000'],
      ),
      nat,
    ];
    const { book } = await refresh(pickPrices('httpApiMillion', 'natGatewayHour'));
    expect(book.prices).toEqual({
      httpApiMillion: {
        unit: '1M requests',
        tiers: [{ usd: '1.1', upTo: 300 }, { usd: '0.9' }],
        source: 'AWS Price List, AmazonApiGateway, SKU SKU0, 2026-11-23',
      },
      natGatewayHour: {
        unit: 'hour',
        tiers: [{ usd: '0.045' }],
        source: 'AWS Price List, AmazonEC2, SKU SKU1, 2026-11-23',
      },
    });
    expect(asked[1]).toEqual({
      target: 'AWSPriceListService.GetProducts',
      body: {
        ServiceCode: 'AmazonEC2',
        FormatVersion: 'aws_v1',
        Filters: [
          { Type: 'CONTAINS', Field: 'usagetype', Value: 'NatGateway-Hours' },
          { Type: 'TERM_MATCH', Field: 'regionCode', Value: 'us-east-1' },
        ],
      },
    });
  });

  it('keeps free amounts, which the list has as a range at 0', async () => {
    listed = [
      listProduct('AmazonSNS', 'DeliveryAttempts-SMTP', ['0', '1000', '0.0000000000'], ['1000', 'Inf', '0.0000200000']),
      listProduct('awskms', 'us-east-1-KMS-Requests', ['0', 'Inf', '0.0000030000']),
    ];
    const { book } = await refresh(pickPrices('snsEmail100K', 'kmsRequests10K'));
    expect(book.prices.snsEmail100K).toMatchObject({ tiers: [{ usd: '2' }], freeQuantity: 0.01 });
    expect(book.prices.kmsRequests10K?.tiers).toEqual([{ usd: '0', upTo: 2 }, { usd: '0.03' }]);
  });

  it('ignores products of other engines and with similar usage types', async () => {
    const range = (usd: string): Listed['ranges'] => [['0', 'Inf', usd]];
    const engine = (databaseEngine: string) => ({ attributes: { databaseEngine } });
    listed = [
      { service: 'AmazonRDS', usagetype: 'Aurora:ServerlessV2Usage', ranges: range('0.9'), ...engine('Aurora MySQL') },
      {
        service: 'AmazonRDS',
        usagetype: 'EUW2-Aurora:ServerlessV2Usage',
        ranges: range('0.14'),
        ...engine('Aurora PostgreSQL'),
      },
      {
        service: 'AmazonRDS',
        usagetype: 'EUW2-Aurora:ServerlessV2Usage',
        ranges: range('0.14'),
        ...engine('Aurora PostgreSQL'),
      },
      { service: 'AWSLambda', usagetype: 'Lambda-GB-Second-ARM', ranges: range('0.1') },
      { service: 'AWSLambda', usagetype: 'Lambda-Edge-Lambda-GB-Second', ranges: range('0.2') },
      { service: 'AWSLambda', usagetype: 'EUW2-Lambda-GB-Second', ranges: range('0.3') },
      {
        service: 'AWSQueueService',
        usagetype: 'EUW2-Requests-Tier1',
        ranges: range('0.0000004'),
        attributes: { queueType: 'Standard' },
      },
      {
        service: 'AWSQueueService',
        usagetype: 'EUW2-Requests-Tier1',
        ranges: range('0.0000005'),
        attributes: { queueType: 'FIFO (first-in, first-out)' },
      },
    ];
    const { book } = await refresh(pickPrices('auroraAcuHour', 'lambdaGbSecondX86', 'sqsRequestMillion'), 'eu-west-2');
    const paid = Object.values(book.prices).map((price) => price?.tiers.map(({ usd }) => usd));
    expect(paid).toEqual([['0.14'], ['0.3'], ['0.4']]);
  });

  it('carries what the list does not have, and says why', async () => {
    listed = [nat];
    const { book, carried } = await refresh(pickPrices('natGatewayHour', 'auroraSavingsPlanAcuHour'));
    expect(book.prices.auroraSavingsPlanAcuHour).toEqual(getBook('aws-2025-10').prices.auroraSavingsPlanAcuHour);
    expect(carried).toEqual([{ id: 'auroraSavingsPlanAcuHour', reason: expect.stringContaining('Savings Plans') }]);
  });

  it('is read on where the list is throttled for a moment', async () => {
    listed = [nat];
    failures = 1;
    expect((await refresh(pickPrices('natGatewayHour'))).book.prices.natGatewayHour?.tiers).toEqual([{ usd: '0.045' }]);
  });
});

describe('no book is made', () => {
  it('where prices are missing or not told apart: each is named', async () => {
    listed = [
      nat,
      listProduct('AmazonVPC', 'USE1-VpcEndpoint-Hours', ['0', 'Inf', '0.01']),
      listProduct('AmazonVPC', 'USE1-VpcEndpoint-Hours', ['0', 'Inf', '0.02']),
    ];
    const message = await refresh(pickPrices('natGatewayHour', 'natGatewayGb', 'interfaceEndpointHour')).catch(String);
    expect(message).toContain('Could not read 2 prices');
    expect(message).toContain(
      'natGatewayGb: no product on the list for AmazonEC2, usage type NatGateway-Bytes, productFamily NAT Gateway, us-east-1',
    );
    expect(message).toContain(
      'interfaceEndpointHour: 2 different prices for AmazonVPC, usage type VpcEndpoint-Hours, us-east-1: SKU1, SKU2',
    );
  });
});

describe('two books', () => {
  it('differ where a price moved, however it is written', () => {
    const before = pickPrices('natGatewayHour', 'natGatewayGb', 'secretMonth');
    const price = { unit: 'hour', source: 'x' };
    const now = {
      ...before,
      prices: {
        natGatewayHour: { ...price, tiers: [{ usd: '0.0450' }] },
        natGatewayGb: { ...price, tiers: [{ usd: '0.054' }] },
        secretMonth: { ...price, tiers: [{ usd: '0.5', upTo: 10 }, { usd: '0.4' }] },
      },
    };
    expect(findChangedPrices(before, now)).toEqual([
      { id: 'natGatewayGb', before: '0.045', now: '0.054', ratio: 1.2 },
      { id: 'secretMonth', before: '0.40', now: '0.5 up to 10, 0.4', ratio: 1.25 },
    ]);
  });
});

it('a rendered module contains the same book', async () => {
  const book = getBook('aws-2025-10');
  const text = renderBookModule({ ...book, id: 'aws-2026-11' });
  const body = text.slice(text.indexOf('= {') + 2, text.lastIndexOf(';'));
  const { flat, tiered } = await import('../prices/book.js');
  const read = new Function('flat', 'tiered', `return (${body});`)(flat, tiered);
  expect(PriceBook.parse(read)).toEqual({ ...book, id: 'aws-2026-11' });
  expect([toBookConstant('aws-2026-11'), toBookConstant('aws-2027-01-eu-west-2')]).toEqual([
    'awsNovember2026',
    'awsJanuary2027EuWest2',
  ]);
});

describe('npm run cost:refresh', () => {
  const run = async (...options: string[]) => {
    const env = { PATH: process.env.PATH, HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' };
    const parameters = ['--import', 'tsx', 'tools/cost-refresh.ts', ...options];
    return promisify(execFile)(process.execPath, parameters, { env }).catch((error) => error);
  };

  it('says that credentials are missing, and what a wrong option is, without a stack trace', async () => {
    const signedOut = await run();
    expect([signedOut.code, signedOut.stderr]).toEqual([
      2,
      expect.stringMatching(/^No AWS credentials found\. Sign in/),
    ]);
    const elsewhere = await run('--check', '--region', 'eu-west-2');
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      2,
      'The book aws-2025-10 has the prices of us-east-1, not eu-west-2.\n',
    ]);
  });
});
