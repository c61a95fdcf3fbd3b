import { Decimal } from 'decimal.js';
import { expect, it } from 'vitest';
import { listAdvice } from '../../config/advice/advice.js';
import { getUsagePreset } from '../../config/demand/presets.js';
import { hoursPerMonth } from '../../config/demand/usage.js';
import { changeStackFile } from '../preview/changed-stack.js';
import { parseStackSettings } from '../preview/settings.js';
import { readStackFile } from '../preview/stack-file.js';
import { studyPreset } from './baseline.js';
import type { PriceId } from './prices/book.js';
import { defaultBookId, getBook } from './prices.js';

/** Returns the monthly price of a number of something by the hour. */
function monthlyUsd(price: PriceId, count = 1): Decimal {
  const tiers = getBook(defaultBookId).prices[price]?.tiers;
  if (tiers?.[0] === undefined || tiers.length > 1) throw new Error(`${price} has no single price.`);
  return new Decimal(tiers[0].usd).times(hoursPerMonth).times(count);
}

/** Every gateway has its own public address. */
const natGatewayUsd = monthlyUsd('natGatewayHour').plus(monthlyUsd('publicIpv4Hour'));

async function adviceWith(network: Readonly<Record<string, unknown>>) {
  const config = parseStackSettings(changeStackFile(await readStackFile(process.cwd(), 'prod'), { network }));
  return listAdvice({ config, usage: getUsagePreset(studyPreset) });
}

it('advice compares endpoints and a NAT gateway at the prices of the book', async () => {
  const interfaceEndpoints = ['bedrock-runtime', 'secretsmanager', 'logs'];
  const advice = await adviceWith({ interfaceEndpoints, availabilityZoneCount: 2 });
  const given = advice.find(({ id }) => id === 'endpoints-dearer-than-nat');
  expect(given?.found).toBeCloseTo(monthlyUsd('interfaceEndpointHour', 3 * 2).toNumber(), 6);
  expect(given?.needed).toBeCloseTo(natGatewayUsd.toNumber(), 6);
});

it.each([
  ['single', 1],
  ['onePerAz', 2],
])('advice prices NAT gateways beside IPv6 at the prices of the book: %s', async (natStrategy, gateways) => {
  const advice = await adviceWith({ natStrategy, availabilityZoneCount: 2 });
  const message = advice.find(({ id }) => id === 'nat-beside-ipv6')?.message;
  expect(/[\d.,]*\d(?= US\$)|(?<=US\$)[\d.,]*\d/.exec(message ?? '')?.[0]).toBe(
    natGatewayUsd.times(gateways).toFixed(2),
  );
});
