import { expect, it } from 'vitest';
import { listAdvice } from '../../config/advice/advice.js';
import { computeIoBreakEvenMillions } from '../../config/demand/database-capacity.js';
import { getUsagePreset } from '../../config/demand/presets.js';
import { resolveUsage } from '../../config/demand/usage.js';
import { changeStackFile, mergeSettings, type SettingChanges } from '../preview/changed-stack.js';
import { parseStackSettings } from '../preview/settings.js';
import { readStackFile } from '../preview/stack-file.js';
import { studyStack } from './baseline.js';
import { priceBill } from './bill.js';
import { deriveIoBreakEvenMillions } from './optimizations/catalog.js';
import { buildBillRequest, planWith } from './testing.js';

const withStorage = (changes: SettingChanges, storage: string): SettingChanges =>
  mergeSettings(changes, { database: { storage } }) as SettingChanges;

const saidMillions = /from ([\d,]+) million/;

it.each<[string, string, SettingChanges, number]>([
  ['prod as it is', 'prod', {}, 1_478],
  ['without alarms', 'prod', { observability: { alarms: false } }, 1_479],
  ['with a reader in tier 0', 'prod', { database: { readerPromotionTier: 0 } }, 1_867],
  ['with a reader in tier 1', 'prod', { database: { readerPromotionTier: 1 } }, 1_867],
  ['with two readers', 'prod', { database: { readerCount: 2 } }, 1_478],
  ['with two readers in tier 1', 'prod', { database: { readerCount: 2, readerPromotionTier: 1 } }, 2_644],
  ['without a reader', 'prod', { database: { readerCount: 0 } }, 1_478],
  ['with a higher least capacity', 'prod', { database: { minCapacityAcu: 4 } }, 1_802],
  ['with more stored', 'prod', { usage: { database: { storageGb: 800 } } }, 1_665],
  ['for ten times the users', 'prod', { usage: { users: { activePerMonth: 100_000 } } }, 10_120],
  ['the stack of the 2025 cost study', studyStack, {}, 1_479],
])('advice, alarm and bill have the same break-even of I/O-Optimized: %s', async (_what, stack, changes, millions) => {
  const config = parseStackSettings(changeStackFile(await readStackFile(process.cwd(), stack), changes));
  const usage = resolveUsage(getUsagePreset(config.usage.preset), config.usage);
  const standard = await planWith(stack, withStorage(changes, 'standard'));
  const optimized = await planWith(stack, withStorage(changes, 'ioOptimized'));
  const request = buildBillRequest(standard, { usage });
  const priced = deriveIoBreakEvenMillions({
    before: priceBill(request),
    after: priceBill({ ...request, plan: optimized }),
    book: request.book,
  });
  const own = computeIoBreakEvenMillions(config, usage);
  // Lines of a bill are rounded to cents, and a cent pays for a twentieth of a million requests.
  expect(Math.abs(own - Number(priced))).toBeLessThan(0.2);
  expect([Math.round(own), priced?.round().toNumber()]).toEqual([millions, millions]);

  const adviceAt = (ioRequestsMillions: number) =>
    listAdvice({ config, usage: { ...usage, database: { ...usage.database, ioRequestsMillions } } }).find(
      ({ id }) => id === 'io-optimized-pays',
    );
  expect(adviceAt(own)).toBeUndefined();
  expect(saidMillions.exec(adviceAt(own + 1)?.message ?? '')?.[1]).toBe(millions.toLocaleString('en-US'));

  const alarm = standard.find(({ name }) => name === 'observability-database-io');
  const alarmed = (Number(alarm?.inputs.threshold) * 30) / 1e6;
  expect(alarm === undefined ? millions : Math.round(alarmed)).toBe(millions);
  expect(alarm !== undefined).toBe(config.observability.alarms);
});
