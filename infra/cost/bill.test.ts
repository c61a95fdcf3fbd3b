import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { growUsage, type Usage } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { priceBill } from './bill.js';
import { freeTypes } from './free.js';
import { totalOf } from './line.js';
import { pricers } from './pricers.js';
import { billOf, planWith, reportDemand } from './testing.js';

let reportPlan: readonly PlannedResource[];
let prodPlan: readonly PlannedResource[];
/** Production with all that settings can add. */
let wholePlan: readonly PlannedResource[];
beforeAll(async () => {
  reportPlan = await planWith('report');
  prodPlan = await planWith('prod');
  wholePlan = await planWith('prod', {
    network: { natStrategy: 'onePerAz' },
    database: { proxy: true },
    functions: {
      overrides: {
        agent_integration: { provisionedConcurrency: { instances: 2 } },
        patients: {
          provisionedConcurrency: {
            instances: 2,
            schedule: { startCron: 'cron(0 8 ? * MON-FRI *)', stopCron: 'cron(0 20 ? * MON-FRI *)' },
          },
        },
      },
    },
  });
});

describe('a plan', () => {
  it('with a type that nobody knows is refused, and the type and a resource are named', () => {
    const [some] = prodPlan;
    const stranger = {
      ...some,
      type: 'aws:redshift/cluster:Cluster',
      name: 'warehouse',
      isCustom: true,
    } as PlannedResource;
    expect(() => priceBill(billOf([...prodPlan, stranger]))).toThrow('aws:redshift/cluster:Cluster, such as warehouse');
  });

  it.each(pricers.map((pricer) => [pricer.types[0] ?? pricer.demand, pricer] as const))(
    'is refused without the pricer of %s, if it needs it',
    (_what, pricer) => {
      const others = pricers.filter((each) => each !== pricer);
      for (const plan of [prodPlan, reportPlan, wholePlan]) {
        const isNeeded = pricer.demand !== undefined || plan.some(({ type }) => pricer.types.includes(type));
        const price = () => priceBill(billOf(plan), others);
        if (isNeeded) expect(price).toThrow(/^Nobody (knows what these cost|prices this demand)/);
        // What nobody needs may not change the bill either, or something would cost nothing without a word.
        else expect(price().totalMonthlyUsd).toEqual(priceBill(billOf(plan)).totalMonthlyUsd);
      }
    },
  );

  it('that has every setting which adds a resource needs every pricer that there is', () => {
    const types = new Set(wholePlan.map(({ type }) => type));
    const idle = pricers.filter(
      (pricer) => pricer.demand === undefined && !pricer.types.some((type) => types.has(type)),
    );
    expect(idle.map((pricer) => pricer.types)).toEqual([]);
  });

  it('has no type that is both priced and free', () => {
    expect(pricers.flatMap(({ types }) => types).filter((type) => freeTypes[type] !== undefined)).toEqual([]);
    expect(new Set(pricers.flatMap(({ types }) => types)).size).toBe(pricers.flatMap(({ types }) => types).length);
  });

  it('with a function, a log group or an instance class whose demand nobody says is refused by its name', () => {
    const rename = (type: string, name: string, inputs = {}) =>
      prodPlan.map((each, index) =>
        index === prodPlan.findIndex((candidate) => candidate.type === type)
          ? { ...each, name, inputs: { ...each.inputs, ...inputs } }
          : each,
      );
    expect(() => priceBill(billOf(rename('aws:lambda/function:Function', 'functions-new-function')))).toThrow(
      'functions-new-function',
    );
    expect(() => priceBill(billOf(rename('aws:cloudwatch/logGroup:LogGroup', 'new-things')))).toThrow('new-things');
    const large = rename('aws:rds/clusterInstance:ClusterInstance', 'writer', { instanceClass: 'db.r8g.large' });
    expect(() => priceBill(billOf(large))).toThrow('db.r8g.large');
  });

  it('is refused under a demand that lacks a number', () => {
    const usage = {
      ...reportDemand,
      trail: { ...reportDemand.trail, fileEventsPerMonth: undefined },
    } as unknown as Usage;
    expect(() => priceBill(billOf(prodPlan, { usage }))).toThrow('trail.fileEventsPerMonth');
  });
});

/** Paths of every number of a demand. */
function numbersOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => numbersOf(part, [...path, key]));
}

/** A month ends; beside the other period's 360 hours these are its last. */
const most: Readonly<Record<string, number>> = { hoursPerDay: 12.8, daysPerMonth: 31, businessHoursPerMonth: 744 };

function changed(usage: Usage, path: readonly string[], change: (value: number) => number): Usage {
  const copy = structuredClone(usage);
  const parent = path.slice(0, -1).reduce<object>((part, key) => Reflect.get(part, key), copy);
  const last = path.at(-1) ?? '';
  Reflect.set(parent, last, Math.min(change(Reflect.get(parent, last)), most[last] ?? Number.POSITIVE_INFINITY));
  return copy;
}

const paths = numbersOf(reportDemand);

/** Numbers that say what a demand is made of, or what the plan must stand, and that no bill has a line for. */
const unbilled = [
  'users.registered',
  'users.sessionsPerActiveUser',
  'users.callsPerSession',
  'api.peakRequestsPerSecond',
  'api.averageRequestsPerSecond',
];

describe('a bill', () => {
  it('never falls when a number of the demand rises', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.constantFrom('prod', 'report'),
        (path, factor, more, stack) => {
          const plan = stack === 'prod' ? prodPlan : reportPlan;
          const total = (usage: Usage) => priceBill(billOf(plan, { usage })).totalMonthlyUsd;
          const grown = changed(reportDemand, path, (value) => Math.round(value * factor + more));
          return total(grown).greaterThanOrEqualTo(total(reportDemand));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('rises with every number of the demand, but for those that no bill has', () => {
    // Where nothing is asked for, more of a part changes nothing: every number starts above 0 here.
    const full = paths.reduce(
      (usage, path) => changed(usage, path, (value) => (value === 0 ? 10 : value)),
      reportDemand,
    );
    const totals = (usage: Usage) =>
      [prodPlan, reportPlan].map((plan) => priceBill(billOf(plan, { usage })).totalMonthlyUsd);
    const before = totals(full);
    const still = paths.filter((path) => {
      const after = totals(changed(full, path, (value) => value * 1e6));
      return after.every((total, index) => total.equals(before[index] ?? 0));
    });
    expect(still.map((path) => path.join('.'))).toEqual(unbilled);
  });

  it('never falls when the users rise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 0, max: 2_000_000 }), (less, more) => {
        const total = (mau: number) =>
          priceBill(billOf(prodPlan, { usage: growUsage(reportDemand, mau) })).totalMonthlyUsd;
        return total(less).lessThanOrEqualTo(total(less + more));
      }),
      { numRuns: 50 },
    );
  });

  it('is the sum of its components, and each of them of its lines, to the cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.boolean(), fc.boolean(), (mau, freeTier, savingsPlan) => {
        const bill = priceBill(
          billOf(prodPlan, { usage: growUsage(reportDemand, mau), options: { freeTier, savingsPlan } }),
        );
        const printed = bill.lines.reduce((sum, line) => sum.plus(line.monthlyUsd.toFixed(2)), new Decimal(0));
        const components = Decimal.sum(...bill.components.map(({ monthlyUsd }) => monthlyUsd));
        const ofComponents = bill.components.every(({ component, monthlyUsd }) =>
          totalOf(bill.lines.filter((line) => line.component === component)).equals(monthlyUsd),
        );
        return printed.equals(bill.totalMonthlyUsd) && components.equals(bill.totalMonthlyUsd) && ofComponents;
      }),
      { numRuns: 50 },
    );
  });
});
