import { Decimal } from 'decimal.js';
import { expect, it } from 'vitest';
import { listAdvice } from '../../config/advice/advice.js';
import { getUsagePreset } from '../../config/demand/presets.js';
import { hoursPerMonth } from '../../config/demand/usage.js';
import { changeStackFile } from '../preview/changed-stack.js';
import { parseStackSettings } from '../preview/settings.js';
import { readStackFile } from '../preview/stack-file.js';
import type { PriceId } from './prices/book.js';
import { defaultBookId, findBook } from './prices.js';

/** What so many of something cost in a month by the book. */
function monthlyUsd(price: PriceId, count = 1): Decimal {
  const tiers = findBook(defaultBookId).prices[price]?.tiers;
  if (tiers?.[0] === undefined || tiers.length > 1) throw new Error(`${price} has no single price.`);
  return new Decimal(tiers[0].usd).times(hoursPerMonth).times(count);
}

/** Every gateway has an address of its own. */
const natGatewayUsd = monthlyUsd('natGatewayHour').plus(monthlyUsd('publicIpv4Hour'));

async function adviceWith(network: Readonly<Record<string, unknown>>) {
  const config = parseStackSettings(changeStackFile(await readStackFile(process.cwd(), 'prod'), { network }));
  return listAdvice({ config, usage: getUsagePreset('study2025') });
}

it('endpoints and a NAT gateway are compared by what the price book has', async () => {
  const interfaceEndpoints = ['bedrock-runtime', 'secretsmanager', 'logs'];
  const advice = await adviceWith({ interfaceEndpoints, availabilityZoneCount: 2 });
  const given = advice.find(({ id }) => id === 'endpoints-dearer-than-nat');
  expect(given?.found).toBeCloseTo(monthlyUsd('interfaceEndpointHour', 3 * 2).toNumber(), 6);
  expect(given?.needed).toBeCloseTo(natGatewayUsd.toNumber(), 6);
});

it.each([
  ['single', 1],
  ['onePerAz', 2],
])('NAT gateways beside IPv6 cost what the price book has: %s', async (natStrategy, gateways) => {
  const advice = await adviceWith({ natStrategy, availabilityZoneCount: 2 });
  const message = advice.find(({ id }) => id === 'nat-beside-ipv6')?.message;
  expect(/US\$([\d.,]+)/.exec(message ?? '')?.[1]).toBe(natGatewayUsd.times(gateways).toString());
});
