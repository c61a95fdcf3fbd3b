import { describe, expect, it } from 'vitest';
import { growUsage } from '../demand/usage.js';
import type { BudgetedService } from '../settings/operations.js';
import { listAdvice } from './advice.js';
import {
  consistentUsage,
  listAdviceIds,
  listSettingAdvice,
  parseSettings,
  reserveEach,
  studyUsage,
  withDatabaseSettings,
  withDatabaseUsage,
  withNetworkSettings,
} from './testing.js';

describe('advice', () => {
  it('is none where settings and demand agree', () => {
    expect(listAdviceIds({})).toEqual([]);
  });

  it.each([
    ['single', 2, '1 NAT gateway is 36.5 US$'],
    ['onePerAz', 2, '2 NAT gateways are 73 US$'],
    ['onePerAz', 3, '3 NAT gateways are 110 US$'],
  ])('counts the NAT gateways that IPv6 saves: %s in %d zones', (natStrategy, availabilityZoneCount, text) => {
    const advice = listSettingAdvice([withNetworkSettings({ natStrategy, availabilityZoneCount })]);
    expect(advice.find(({ id }) => id === 'nat-beside-ipv6')?.message).toContain(text);
  });

  it('io-optimized-pays follows the capacity that readers and the least capacity make of the demand', () => {
    const busy = withDatabaseUsage({ ioRequestsMillions: 1_600 });
    const judged = (values: object) => listAdviceIds(withDatabaseSettings(values), { usage: busy });
    expect(judged({ readerPromotionTier: 2 })).toContain('io-optimized-pays');
    expect(judged({ readerPromotionTier: 1 })).not.toContain('io-optimized-pays');
    expect(judged({ minCapacityAcu: 4 })).not.toContain('io-optimized-pays');
  });

  /** The cost report's alerts, by the amount at which each tells, and what the report plans for it. */
  it.each<[string, 'total' | BudgetedService, number, number]>([
    ['80 % of the whole', 'total', 1440, 1675],
    ['90 % of the whole', 'total', 1620, 1675],
    ['Aurora', 'database', 807.5, 878.1],
    ['Cognito', 'identity', 540, 555],
    ['Lambda', 'functions', 102, 104.5],
    // The rest of its 1,800 is a budget of the rest of its services.
    ['the other services', 'total', 130, 136.3],
  ])('names the report’s budget alert that always fires: %s', (_what, budget, tellsAt, planned) => {
    const judged = (amount: number) => {
      const isTotal = budget === 'total';
      const budgets = isTotal ? { monthlyUsd: amount, services: {} } : { services: { [budget]: amount } };
      const config = { ...parseSettings(), budgets: { ...parseSettings().budgets, ...budgets } };
      const costs = isTotal ? { plannedUsd: planned } : { plannedServicesUsd: { [budget]: planned } };
      return listAdvice({ config, usage: consistentUsage, ...costs }).filter(({ id }) =>
        id.endsWith('fires-at-baseline'),
      );
    };
    const inLongestMonth = (planned * 744) / 730;
    const always = {
      id: budget === 'total' ? 'budget-fires-at-baseline' : 'service-budget-fires-at-baseline',
      severity: 'error',
      needed: expect.closeTo(inLongestMonth, 6),
      message: expect.stringContaining(budget === 'total' ? 'The budget is' : `The budget of ${budget} is`),
    };
    expect(judged(tellsAt)).toMatchObject([{ ...always, found: tellsAt }]);
    expect(judged(planned)).toMatchObject([{ ...always, found: planned }]);
    expect(judged(inLongestMonth - 0.01)).toHaveLength(1);
    expect(judged(inLongestMonth + 0.01)).toEqual([]);
  });

  it('has what was found, what is needed and what to do, errors first', () => {
    const config = parseSettings({
      functions: reserveEach(50),
      api: { throttleRequestsPerSecond: 20 },
      alerts: { emails: [] },
    });
    const [first, ...others] = listAdvice({ config, usage: consistentUsage });
    expect(first).toEqual({
      id: 'throttle-below-peak',
      severity: 'error',
      found: 20,
      needed: 100,
      message:
        'The API lets 20 requests a second through and 100 are planned for: 80 % of the peak would be answered 429.',
      mend: 'Raise api.throttleRequestsPerSecond, or correct usage.api.peakRequestsPerSecond.',
    });
    const severities = others.map(({ severity }) => severity);
    expect(severities).toEqual([...severities].sort());
  });

  it('at ten times the users says which reservation its peak outgrows, and which it does not', () => {
    const usage = growUsage(studyUsage, 100_000);
    const judged = (agent: number, patients: number) => {
      const overrides = {
        agent_integration: { reservedConcurrency: agent },
        patients: { reservedConcurrency: patients },
      };
      const config = parseSettings({ functions: { accountConcurrency: 2000, overrides } });
      return listAdvice({ config, usage }).filter(({ id }) => id === 'reserved-below-peak');
    };
    expect(judged(60, 216)).toEqual([
      {
        id: 'reserved-below-peak',
        severity: 'error',
        found: 60,
        needed: 949,
        message:
          'agent_integration may run 60 times at once and runs 949 times in the planned peak: Lambda would refuse the rest.',
        mend: 'Raise functions.overrides.agent_integration.reservedConcurrency in Pulumi.<stack>.yaml to 949, or correct usage.functions.agent_integration.',
      },
    ]);
    expect(judged(949, 216)).toEqual([]);
    expect(judged(948, 215).map(({ found, needed }) => [found, needed])).toEqual([
      [215, 216],
      [948, 949],
    ]);
  });

  it('never says that a function is too small for a peak that it is no part of', () => {
    const overrides = { data_loader: { reservedConcurrency: 1 } };
    const loading = { requestsPerMonth: 100_000, durationMilliseconds: 900_000 };
    const usage = { ...consistentUsage, functions: { ...consistentUsage.functions, data_loader: loading } };
    expect(listAdviceIds({ functions: { overrides } }, { usage })).not.toContain('reserved-below-peak');
  });

  it('at a million users says that an instance has an end', () => {
    const advice = listAdvice({
      config: parseSettings(withDatabaseSettings({ maxCapacityAcu: 256 })),
      usage: growUsage(studyUsage, 1_000_000),
    });
    expect(advice.find(({ id }) => id === 'capacity-below-demand')?.mend).toContain('256 ACU');
  });

  it('tells what the report’s own demand contradicts', () => {
    const found = listAdvice({ config: parseSettings(), usage: studyUsage }).map(({ id }) => id);
    expect(found).toEqual(
      expect.arrayContaining(['peak-against-average', 'hours-of-the-month', 'invocations-against-requests']),
    );
  });

  it.each([
    [['files', 'functions'], ['data-events-against-invocations', 'file-requests-against-data-events'], 0.165],
    [['files'], ['file-requests-against-data-events'], 0.09],
    [['functions'], ['data-events-against-invocations'], 0.09],
    [[], [], 0.015],
  ])('on the demand counts the data events that the trail selects: %j', (dataEvents, told, storedGb) => {
    const advice = listAdvice({ config: parseSettings({ audit: { dataEvents } }), usage: studyUsage });
    expect(advice.map(({ id }) => id).filter((id) => id.includes('data-events'))).toEqual(told);
    const stored = advice.filter(({ id }) => id === 'audit-storage-against-events');
    expect(stored.map(({ needed }) => needed)).toEqual([expect.closeTo(storedGb, 6)]);
  });
});
