import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { growUsage, type PlannedUsage } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { priceBill } from './bill.js';
import { freeTypes } from './free.js';
import { sumLines } from './line.js';
import { pricers } from './pricers.js';
import { buildBillRequest, planWith, studyDemand } from './testing.js';

let studyPlan: readonly PlannedResource[];
let prodPlan: readonly PlannedResource[];
/** Production with all that settings can add. */
let wholePlan: readonly PlannedResource[];
beforeAll(async () => {
  studyPlan = await planWith('study2025');
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
    expect(() => priceBill(buildBillRequest([...prodPlan, stranger]))).toThrow(
      'aws:redshift/cluster:Cluster, such as warehouse',
    );
  });

  it.each(pricers.map((pricer) => [pricer.types[0] ?? pricer.demand, pricer] as const))(
    'is refused without the pricer of %s, if it needs it',
    (_what, pricer) => {
      const others = pricers.filter((each) => each !== pricer);
      for (const plan of [prodPlan, studyPlan, wholePlan]) {
        const isNeeded = pricer.demand !== undefined || plan.some(({ type }) => pricer.types.includes(type));
        const price = () => priceBill(buildBillRequest(plan), others);
        if (isNeeded) expect(price).toThrow(/^Nobody (knows what these cost|prices this demand)/);
        // What nobody needs may not change the bill either, or something would cost nothing without a word.
        else expect(price().totalMonthlyUsd).toEqual(priceBill(buildBillRequest(plan)).totalMonthlyUsd);
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
    expect(() => priceBill(buildBillRequest(rename('aws:lambda/function:Function', 'functions-new-function')))).toThrow(
      'functions-new-function',
    );
    expect(() => priceBill(buildBillRequest(rename('aws:cloudwatch/logGroup:LogGroup', 'new-things')))).toThrow(
      'new-things',
    );
    const large = rename('aws:rds/clusterInstance:ClusterInstance', 'writer', { instanceClass: 'db.r8g.large' });
    expect(() => priceBill(buildBillRequest(large))).toThrow('db.r8g.large');
  });

  it('is refused under a demand that lacks a number', () => {
    const usage = {
      ...studyDemand,
      trail: { ...studyDemand.trail, fileEventsPerMonth: undefined },
    } as unknown as PlannedUsage;
    expect(() => priceBill(buildBillRequest(prodPlan, { usage }))).toThrow('trail.fileEventsPerMonth');
  });
});

/** Paths of every number of a demand. */
function listNumberPaths(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => listNumberPaths(part, [...path, key]));
}

/** A month ends; beside the other period's 360 hours these are its last. */
const most: Readonly<Record<string, number>> = { hoursPerDay: 12.8, daysPerMonth: 31, businessHoursPerMonth: 744 };

function changeNumber(usage: PlannedUsage, path: readonly string[], change: (value: number) => number): PlannedUsage {
  const copy = structuredClone(usage);
  const parent = path.slice(0, -1).reduce<object>((part, key) => Reflect.get(part, key), copy);
  const last = path.at(-1) ?? '';
  Reflect.set(parent, last, Math.min(change(Reflect.get(parent, last)), most[last] ?? Number.POSITIVE_INFINITY));
  return copy;
}

const paths = listNumberPaths(studyDemand);

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
        fc.constantFrom('prod', 'study2025'),
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

  it('rises with every number of the demand, but for those that no bill has', () => {
    // Where nothing is asked for, more of a part changes nothing: every number starts above 0 here.
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
