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
  it('is empty if settings and demand agree', () => {
    expect(listAdviceIds({})).toEqual([]);
  });

  it.each([
    ['single', 2, '1 NAT gateway costs US$36.50'],
    ['onePerAz', 2, '2 NAT gateways cost US$73.00'],
    ['onePerAz', 3, '3 NAT gateways cost US$109.50'],
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

  /** The budget alerts of the 2025 cost study: the amount at which each fires, and the study's planned cost. */
  it.each<[string, 'total' | BudgetedService, number, number]>([
    ['80% of the whole', 'total', 1440, 1675],
    ['90% of the whole', 'total', 1620, 1675],
    ['Aurora', 'database', 807.5, 878.1],
    ['Cognito', 'identity', 540, 555],
    ['Lambda', 'functions', 102, 104.5],
    // The rest of its 1,800 is a budget of the rest of its services.
    ['the other services', 'total', 130, 136.3],
  ])('reports the budget alert of the study that always fires: %s', (_what, budget, tellsAt, planned) => {
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
      message: expect.stringContaining(budget === 'total' ? 'budgets.monthlyUsd is' : `budgets.services.${budget} is`),
    };
    expect(judged(tellsAt)).toMatchObject([{ ...always, found: tellsAt }]);
    expect(judged(planned)).toMatchObject([{ ...always, found: planned }]);
    expect(judged(inLongestMonth - 0.01)).toHaveLength(1);
    expect(judged(inLongestMonth + 0.01)).toEqual([]);
  });

  it('names the value found, the value needed and the fix, errors first', () => {
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
        'api.throttleRequestsPerSecond is 20, but the planned peak is 100: 80% of the peak would get a 429 response.',
      mend: 'Raise api.throttleRequestsPerSecond to 100, or correct usage.api.peakRequestsPerSecond.',
    });
    const severities = others.map(({ severity }) => severity);
    expect(severities).toEqual([...severities].sort());
  });

  it('at ten times the users reports only the reservations below the peak', () => {
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
          'functions.overrides.agent_integration.reservedConcurrency is 60, but the planned peak needs 949: Lambda would reject the rest.',
        mend: 'Raise functions.overrides.agent_integration.reservedConcurrency to 949, or correct usage.functions.agent_integration.',
      },
    ]);
    expect(judged(949, 216)).toEqual([]);
    expect(judged(948, 215).map(({ found, needed }) => [found, needed])).toEqual([
      [215, 216],
      [948, 949],
    ]);
  });

  it('never reports the reservation of a function without routes as below the peak', () => {
    const overrides = { data_loader: { reservedConcurrency: 1 } };
    const loading = { requestsPerMonth: 100_000, durationMilliseconds: 900_000 };
    const usage = { ...consistentUsage, functions: { ...consistentUsage.functions, data_loader: loading } };
    expect(listAdviceIds({ functions: { overrides } }, { usage })).not.toContain('reserved-below-peak');
  });

  it('at a million users names the maximum capacity of an instance', () => {
    const advice = listAdvice({
      config: parseSettings(withDatabaseSettings({ maxCapacityAcu: 256 })),
      usage: growUsage(studyUsage, 1_000_000),
    });
    expect(advice.find(({ id }) => id === 'capacity-below-demand')?.mend).toContain('256 ACU');
  });

  it('includes the contradictions of the study', () => {
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
  ])('on the demand counts only the data events that the trail selects: %j', (dataEvents, told, storedGb) => {
    const advice = listAdvice({ config: parseSettings({ audit: { dataEvents } }), usage: studyUsage });
    expect(advice.map(({ id }) => id).filter((id) => id.includes('data-events'))).toEqual(told);
    const stored = advice.filter(({ id }) => id === 'audit-storage-against-events');
    expect(stored.map(({ needed }) => needed)).toEqual([expect.closeTo(storedGb, 6)]);
  });
});
