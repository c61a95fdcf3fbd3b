import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { growUsage, type PlannedUsage } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { studyStack } from './baseline.js';
import { priceBill } from './bill.js';
import { freeTypes } from './free.js';
import { sumLines } from './line.js';
import { pricers } from './pricers.js';
import { buildBillRequest, planWith, studyDemand } from './testing.js';

let studyPlan: readonly PlannedResource[];
let prodPlan: readonly PlannedResource[];
/** Production with every resource that settings can add. */
let wholePlan: readonly PlannedResource[];
beforeAll(async () => {
  studyPlan = await planWith(studyStack);
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
  it('with an unknown type is rejected with the type and a resource', () => {
    const [some] = prodPlan;
    const stranger = {
      ...some,
      type: 'aws:redshift/cluster:Cluster',
      name: 'warehouse',
      isCustom: true,
    } as PlannedResource;
    expect(() => priceBill(buildBillRequest([...prodPlan, stranger]))).toThrow(
      'aws:redshift/cluster:Cluster (for example warehouse)',
    );
  });

  it.each(pricers.map((pricer) => [pricer.types[0] ?? pricer.demand, pricer] as const))(
    'is rejected without the pricer of %s, if it needs it',
    (_what, pricer) => {
      const others = pricers.filter((each) => each !== pricer);
      for (const plan of [prodPlan, studyPlan, wholePlan]) {
        const isNeeded = pricer.demand !== undefined || plan.some(({ type }) => pricer.types.includes(type));
        const price = () => priceBill(buildBillRequest(plan), others);
        if (isNeeded) expect(price).toThrow(/^(These resource types have no price|No pricer covers this demand)/);
        // A pricer that isn't needed must not change the bill.
        else expect(price().totalMonthlyUsd).toEqual(priceBill(buildBillRequest(plan)).totalMonthlyUsd);
      }
    },
  );

  it('with every resource that settings can add needs every pricer', () => {
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

  it('with a function, log group or instance class without demand or price is rejected by name', () => {
    const rename = (type: string, name: string, inputs = {}) =>
      prodPlan.map((each, index) =>
        index === prodPlan.findIndex((candidate) => candidate.type === type)
          ? { ...each, name, inputs: { ...each.inputs, ...inputs } }
          : each,
      );
    expect(() => priceBill(buildBillRequest(rename('aws:lambda/function:Function', 'functions-new-function')))).toThrow(
      'functions-new-function',
    );
    expect(() => priceBill(buildBillRequest(rename('aws:cloudwatch/logGroup:LogGroup', 'new-things')))).toThrow(
      'new-things',
    );
    const large = rename('aws:rds/clusterInstance:ClusterInstance', 'writer', { instanceClass: 'db.r8g.large' });
    expect(() => priceBill(buildBillRequest(large))).toThrow('db.r8g.large');
  });

  it('is rejected under an incomplete demand', () => {
    const usage = {
      ...studyDemand,
      trail: { ...studyDemand.trail, fileEventsPerMonth: undefined },
    } as unknown as PlannedUsage;
    expect(() => priceBill(buildBillRequest(prodPlan, { usage }))).toThrow('trail.fileEventsPerMonth');
  });
});

/** Lists the paths of every number of a demand. */
function listNumberPaths(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => listNumberPaths(part, [...path, key]));
}

/** Upper limits of a month, given the 360 hours of the other period. */
const most: Readonly<Record<string, number>> = { hoursPerDay: 12.8, daysPerMonth: 31, businessHoursPerMonth: 744 };

function changeNumber(usage: PlannedUsage, path: readonly string[], change: (value: number) => number): PlannedUsage {
  const copy = structuredClone(usage);
  const parent = path.slice(0, -1).reduce<object>((part, key) => Reflect.get(part, key), copy);
  const last = path.at(-1) ?? '';
  Reflect.set(parent, last, Math.min(change(Reflect.get(parent, last)), most[last] ?? Number.POSITIVE_INFINITY));
  return copy;
}

const paths = listNumberPaths(studyDemand);

/** Numbers that describe the demand or the planned peak, and that no bill has a line for. */
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
        fc.constantFrom('prod', studyStack),
        (path, factor, more, stack) => {
          const plan = stack === 'prod' ? prodPlan : studyPlan;
          const total = (usage: PlannedUsage) => priceBill(buildBillRequest(plan, { usage })).totalMonthlyUsd;
          const grown = changeNumber(studyDemand, path, (value) => Math.round(value * factor + more));
          return total(grown).greaterThanOrEqualTo(total(studyDemand));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('rises with every number of the demand except those without a line', () => {
    // Every number starts above 0, because a factor of a product has no effect while another is 0.
    const full = paths.reduce(
      (usage, path) => changeNumber(usage, path, (value) => (value === 0 ? 10 : value)),
      studyDemand,
    );
    const totals = (usage: PlannedUsage) =>
      [prodPlan, studyPlan].map((plan) => priceBill(buildBillRequest(plan, { usage })).totalMonthlyUsd);
    const before = totals(full);
    const still = paths.filter((path) => {
      const after = totals(changeNumber(full, path, (value) => value * 1e6));
      return after.every((total, index) => total.equals(before[index] ?? 0));
    });
    expect(still.map((path) => path.join('.'))).toEqual(unbilled);
  });

  it('never falls when the users rise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 0, max: 2_000_000 }), (less, more) => {
        const total = (mau: number) =>
          priceBill(buildBillRequest(prodPlan, { usage: growUsage(studyDemand, mau) })).totalMonthlyUsd;
        return total(less).lessThanOrEqualTo(total(less + more));
      }),
      { numRuns: 50 },
    );
  });

  it('is the sum of its components, and each of them of its lines, to the cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.boolean(), fc.boolean(), (mau, freeTier, savingsPlan) => {
        const bill = priceBill(
          buildBillRequest(prodPlan, { usage: growUsage(studyDemand, mau), options: { freeTier, savingsPlan } }),
        );
        const printed = bill.lines.reduce((sum, line) => sum.plus(line.monthlyUsd.toFixed(2)), new Decimal(0));
        const components = Decimal.sum(...bill.components.map(({ monthlyUsd }) => monthlyUsd));
        const ofComponents = bill.components.every(({ component, monthlyUsd }) =>
          sumLines(bill.lines.filter((line) => line.component === component)).equals(monthlyUsd),
        );
        return printed.equals(bill.totalMonthlyUsd) && components.equals(bill.totalMonthlyUsd) && ofComponents;
      }),
      { numRuns: 50 },
    );
  });
});
