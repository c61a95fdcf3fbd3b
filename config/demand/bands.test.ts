import { expect, it } from 'vitest';
import { applyBand, uncertainties } from './bands.js';
import { getUsagePreset } from './presets.js';
import { PlannedUsage } from './usage.js';

const study = getUsagePreset('study2025');

it('the lower end is never above the planned demand, the upper end never below it, and both are valid', () => {
  const flat = (value: unknown): number[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(flat) : [Number(value)];
  const [low, planned, high] = [applyBand(study, 'low'), study, applyBand(study, 'high')].map((usage) =>
    flat(PlannedUsage.parse(usage)),
  );
  planned?.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    expect(low?.[index]).toBeLessThanOrEqual(value);
    expect(high?.[index]).toBeGreaterThanOrEqual(value);
  });
});

it('each uncertainty has a source and matches a number of the demand', () => {
  for (const { path, low, high, source } of uncertainties) {
    expect([path, low <= 1 && high >= 1 && low < high]).toEqual([path, true]);
    expect(source).toMatch(/\S{3}/);
  }
  const high = applyBand(study, 'high');
  expect(high.database.periods.map(({ writerAcu, readerAcu }) => [writerAcu, readerAcu])).toEqual([
    [12.5, 6.25],
    [2.5, 1.25],
  ]);
  expect(high.database.storageGb).toBe(600);
  expect(high.database.backupGb).toBe(1_500);
  expect(high.functions.patients.requestsPerMonth).toBe(1_200_000);
  expect(high.logs).toEqual({ functionsGb: 48, accessGb: 6, databaseGb: 6, flowGb: 1.2, storedGb: 120 });
  expect(high.trail.functionEventsPerMonth).toBe(5_800_000);
  expect(high.registry.storedGb).toBe(10);
  expect(high.network.outboundGb).toBeCloseTo(490);
});

it('leaves the users and certain numbers unchanged', () => {
  const { users, secrets, database } = applyBand(study, 'low');
  expect({ users, secrets, hours: database.periods.map(({ hoursPerDay }) => hoursPerDay) }).toEqual({
    users: study.users,
    secrets: study.secrets,
    hours: [12, 12],
  });
});
