import { describe, expect, it } from 'vitest';
import type { DatabaseDemand } from '../../config/demand/database-demand.js';
import { databaseDemand } from '../../config/demand/database-demand.js';
import { getUsagePreset } from '../../config/demand/presets.js';
import type { PlannedUsage } from '../../config/demand/usage.js';
import { functionNames } from '../../config/functions.js';
import { studyPreset } from './baseline.js';
import { computeAcu, computeMeasuredCapacity, describeMeasuredCapacity } from './measured-capacity.js';

const operation = (cpuMilliseconds: number, ioRequests: number) => ({ cpuMilliseconds, ioRequests });

const demand: DatabaseDemand = {
  source: { date: '2026-11-26', machine: 'a machine', database: 'PostgreSQL', command: 'npm run bench' },
  functions: {
    patients: { getPatient: operation(1, 0.25), createPatient: operation(3, 1) },
    reservations: { bookReservation: operation(6, 2) },
  },
};

const usage: PlannedUsage = {
  ...getUsagePreset(studyPreset),
  functions: Object.fromEntries(
    Object.entries(getUsagePreset(studyPreset).functions).map(([name, call]) => [
      name,
      { ...call, requestsPerMonth: { patients: 3_000_000, reservations: 1_000_000 }[name] ?? 0 },
    ]),
  ) as PlannedUsage['functions'],
};

describe('capacity as measured', () => {
  it.each([
    [0, 5, 0],
    // 150 ms of each second are a quarter of a vCPU that may be used to 60 %, and that is one ACU.
    [30, 5, 1],
    [300, 5, 10],
    [600, 5, 20],
  ])('of %d requests a second that take %d ms each is %d ACU', (requestsPerSecond, milliseconds, acu) => {
    expect(computeAcu(requestsPerSecond, milliseconds)).toBeCloseTo(acu, 9);
  });

  it('takes each function by its share of the requests and its operations as equally frequent', () => {
    const measured = computeMeasuredCapacity(usage, demand);
    expect(measured.cpuMillisecondsPerRequest).toBeCloseTo((3 * 2 + 1 * 6) / 4, 9);
    expect(measured.ioRequestsMillions).toBeCloseTo(3 * 0.625 + 1 * 2, 9);
    // 500 requests a second at 3 ms, and at (3 × 3 + 6) ÷ 4 ms; the study plans 10 and 5 ACU.
    expect(measured.peakAcu).toBeCloseTo(10, 9);
    expect(measured.worstCasePeakAcu).toBeCloseTo(12.5, 9);
    expect(measured.plannedPeakAcu).toBe(15);
    expect(measured.plannedReaderAcu).toBe(5);
    expect(measured.plannedRatio).toBeCloseTo(1.5, 9);
    expect(measured.plannedMemoryGib).toBe(30);
    // Four million requests in 360 hours.
    expect(measured.averageAcu).toBeCloseTo(computeAcu(4e6 / 360 / 3_600, 3), 9);
  });

  it('is compared with the plan, which can be below it', () => {
    expect(describeMeasuredCapacity(usage, demand).join('\n')).toContain(
      '15 ACU at the peak are 1.5 times the measured need',
    );
    expect(describeMeasuredCapacity(usage, demand).join('\n')).toContain(
      'requests have 10 ACU, 1 times the measured need',
    );
    const busier = { ...usage, api: { ...usage.api, peakRequestsPerSecond: 1_000 } };
    expect(describeMeasuredCapacity(busier, demand).join('\n')).toContain('are only 0.75 times the measured need');
  });

  it('counts a function without measurements as an average one and names it', () => {
    const medics = { ...usage.functions.medics, requestsPerMonth: 1_000_000 };
    const unmeasured = { ...usage, functions: { ...usage.functions, medics } };
    const average = (1 + 3 + 6) / 3;
    const { cpuMillisecondsPerRequest } = computeMeasuredCapacity(unmeasured, demand);
    expect(cpuMillisecondsPerRequest).toBeCloseTo((3 * 2 + 6 + average) / 5, 9);
    expect(describeMeasuredCapacity(unmeasured, demand).join('\n')).toContain(
      'estimated as an average function: medics.',
    );
  });

  it('is left out without requests', () => {
    const idle = { ...usage, api: { ...usage.api, peakRequestsPerSecond: 0 } };
    expect(describeMeasuredCapacity(idle, demand)).toEqual([]);
  });
});

describe('the measurement that is kept', () => {
  it('has operations of each function that has routes, and none of others', () => {
    const names = Object.keys(databaseDemand.functions);
    expect(names.every((name) => (functionNames as readonly string[]).includes(name))).toBe(true);
    for (const operations of Object.values(databaseDemand.functions)) {
      expect(Object.keys(operations).length).toBeGreaterThan(0);
      for (const { cpuMilliseconds } of Object.values(operations)) expect(cpuMilliseconds).toBeGreaterThan(0);
    }
  });
});
