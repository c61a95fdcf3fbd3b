import { beforeAll, describe, expect, it } from 'vitest';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { changeStackFile } from '../../preview/changed-stack.js';
import { previewStack } from '../../preview/preview.js';
import { parseStackSettings } from '../../preview/settings.js';
import { readStackFile } from '../../preview/stack-file.js';
import { studyStack } from '../baseline.js';
import { priceBill } from '../bill.js';
import { getBook } from '../prices.js';
import { studyDemand } from '../testing.js';
import { type Optimization, optimizations } from './catalog.js';
import { type OptimizedStack, type PricedOptimizations, priceOptimizations } from './optimizations.js';

async function loadStack(stack: string, usage: PlannedUsage = studyDemand): Promise<OptimizedStack> {
  const folder = process.cwd();
  const { resources: plan } = await previewStack(stack, folder);
  const config = parseStackSettings(await readStackFile(folder, stack));
  const book = getBook('aws-2025-10');
  const options = { freeTier: false, savingsPlan: false };
  const { leftOut } = config.usage;
  const bill = priceBill({ plan, usage, book, options, leftOut });
  return { stack, folder, config, plan, usage, book, options, leftOut, bill, today: '2026-11-23' };
}

const pickOptimizations = (...ids: string[]): Optimization[] => optimizations.filter(({ id }) => ids.includes(id));
const toSavings = ({ each }: PricedOptimizations) =>
  Object.fromEntries(each.map(({ id, status, savingUsd }) => [id, [status, savingUsd.toFixed(2)]]));

it('lists the nine of the 2025 cost study in its order, and no id twice', () => {
  expect(optimizations.flatMap(({ stated }) => stated?.number ?? [])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(new Set(optimizations.map(({ id }) => id)).size).toBe(optimizations.length);
});

describe('on the configuration of the 2025 cost study', () => {
  let priced: PricedOptimizations;
  let stack: OptimizedStack;
  beforeAll(async () => {
    stack = await loadStack(studyStack);
    priced = await priceOptimizations({ ...stack, list: optimizations.filter(({ stated }) => stated !== undefined) });
  });

  it('the nine save what the audit recomputed, not what the study states', () => {
    expect(toSavings(priced)).toEqual({
      // To the Lite plan; the audit's 355 is what the Plus plan saves with protection kept, which this bill has already.
      'threat-protection-off': ['unsafe', '145.00'],
      'io-optimized': ['dearer', '-255.78'],
      // The audit's 51.28 is based on the study's rounded seconds.
      'no-provisioned-concurrency': ['open', '50.93'],
      arm64: ['open', '12.85'],
      // The audit's 2.25 of data, less an endpoint's hours and data in two zones.
      'interface-endpoints': ['dearer', '-12.85'],
      'rds-proxy': ['dearer', '-16.88'],
      'shorter-logs': ['unsafe', '1.50'],
      'cached-secrets': ['open', '0.40'],
      'api-cache': ['impossible', '0.00'],
    });
  });

  it('open ones save less together: without warm environments arm64 saves 2.67', () => {
    expect(priced.combinedSavingUsd.toFixed(2)).toBe('54.00');
  });

  it('unsafe ones name each rule that they would break once', () => {
    const breaks = (id: string) => priced.each.find((one) => one.id === id)?.breaks;
    expect(breaks('threat-protection-off')).toEqual([
      'pool-threats: identity-pool has userPoolTier "LITE"; it must be "PLUS"',
    ]);
    expect(breaks('shorter-logs')).toEqual([
      expect.stringMatching(/^log-retained: .* 3 days.*, and \d+ other resources$/),
    ]);
    expect(breaks('arm64')).toEqual([]);
  });

  it('I/O-Optimized states its break-even of 1,479 million requests, and the Plus plan what it already saved', () => {
    const remarks = priced.each.flatMap((one) => one.remarks);
    expect(remarks).toContainEqual(expect.stringContaining('above 1,479 million storage requests'));
    expect(remarks).toContainEqual(
      expect.stringContaining("US$300.00 less than the study's base price with the add-on"),
    );
  });

  it('I/O-Optimized is open past its break-even', async () => {
    const database = { ...studyDemand.database, ioRequestsMillions: 1_480 };
    const busy = await loadStack(studyStack, { ...studyDemand, database });
    const { each } = await priceOptimizations({ ...busy, list: pickOptimizations('io-optimized') });
    expect(each[0]?.status).toBe('open');
    expect(each[0]?.savingUsd.toFixed(2)).toBe('0.22');
  });

  it('one that would leave demand unmet is unsafe', async () => {
    const slower: Optimization = {
      id: 'smaller',
      title: 'A smaller database',
      change: { settings: () => ({ database: { maxCapacityAcu: 8 } }) },
      risk: 'Too small.',
    };
    const { each } = await priceOptimizations({ ...stack, list: [slower] });
    expect(each[0]).toMatchObject({
      status: 'unsafe',
      breaks: [expect.stringContaining('10 ACU, but its maximum is 8')],
    });
  });
});

describe('on production', () => {
  let priced: PricedOptimizations;
  beforeAll(async () => {
    const ids = [
      'no-provisioned-concurrency',
      'arm64',
      'interface-endpoints',
      'ipv6-egress',
      'infrequent-logs',
      'database-savings-plan',
    ];
    priced = await priceOptimizations({ ...(await loadStack('prod')), list: pickOptimizations(...ids) });
  });

  it('prices those in place without them, unless other settings require them', () => {
    expect(toSavings(priced)).toEqual({
      'no-provisioned-concurrency': ['inPlace', '40.75'],
      arm64: ['inPlace', '2.69'],
      'interface-endpoints': ['inPlace', '0.00'],
      'ipv6-egress': ['inPlace', '25.90'],
      // 6 GB at 0.25 in place of 0.50.
      'infrequent-logs': ['inPlace', '1.50'],
      'database-savings-plan': ['open', '90.72'],
    });
    expect(priced.combinedSavingUsd.toFixed(2)).toBe('90.72');
  });

  it('combines compatible ones, the largest saving first, and names the rest', async () => {
    // Nights without users: pausing saves, and so does a proxy that saves an eighth of a very large daytime capacity.
    const periods = [
      { name: 'day', hoursPerDay: 12, daysPerMonth: 30, writerAcu: 200, readerAcu: 100 },
      { name: 'night', hoursPerDay: 12, daysPerMonth: 30, writerAcu: 0, readerAcu: 0 },
    ];
    const usage = { ...studyDemand, database: { ...studyDemand.database, periods } };
    const busy = await loadStack('prod', usage);
    const { each, combinedSavingUsd, incompatible } = await priceOptimizations({
      ...busy,
      list: pickOptimizations('rds-proxy', 'pause-when-idle'),
    });
    const savings = each.map(({ status, savingUsd }) => [status, savingUsd.toNumber()]);
    expect(savings.map(([status]) => status)).toEqual(['open', 'open']);
    const [proxy, pause] = each;
    const most = proxy?.savingUsd.greaterThan(pause?.savingUsd ?? 0) ? proxy : pause;
    expect(combinedSavingUsd.toFixed(2)).toBe(most?.savingUsd.toFixed(2));
    expect(incompatible).toEqual(each.filter((one) => one !== most).map(({ title }) => title));
  });

  it('keeps the endpoints of other services', async () => {
    const file = changeStackFile(await readStackFile(process.cwd(), 'prod'), {
      network: { interfaceEndpoints: ['bedrock-runtime', 'kms'] },
    });
    const config = parseStackSettings(file);
    const { resources: plan } = await previewStack('prod', process.cwd(), {
      network: { interfaceEndpoints: ['bedrock-runtime', 'kms'] },
    });
    const stack = await loadStack('prod');
    const bill = priceBill({ plan, usage: stack.usage, book: stack.book, options: stack.options });
    const { each } = await priceOptimizations({ ...stack, config, plan, bill, list: pickOptimizations('ipv6-egress') });
    expect(each[0]?.status).toBe('inPlace');
  });

  it('are impossible if other settings rule them out', async () => {
    const { each } = await priceOptimizations({ ...(await loadStack('dev')), list: pickOptimizations('rds-proxy') });
    expect(each[0]?.status).toBe('impossible');
  });
});

it('a settings change merges, and null removes a setting', () => {
  const file = { project: 'p', stack: 's', config: { 'p:a': '{"b":{"c":1,"d":2},"e":[1]}' } };
  const { config } = changeStackFile(file, { a: { b: { c: null, f: 3 }, e: [2] }, g: { h: 1 } });
  expect(config).toEqual({ 'p:a': '{"b":{"d":2,"f":3},"e":[2]}', 'p:g': '{"h":1}' });
});
