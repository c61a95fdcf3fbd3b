import type { PlannedUsage } from './usage.js';

/** The range of a planned number, as factors of it. */
interface Uncertainty {
  /** Path of the numbers; `*` matches any characters within one key. */
  readonly path: string;
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

const fewerCalls = { low: 0.8, high: 1.2, source: '2025 cost study: 10 to 20% fewer calls' };

/** The numbers that the 2025 cost study wants reviewed, with the ranges that its text gives. */
export const uncertainties: readonly Uncertainty[] = [
  {
    path: 'database.periods.*.*Acu',
    low: 0.85,
    high: 1.25,
    source: '2025 cost study: pooling saves 10 to 15 %; instances should be at most 80% utilized at peak',
  },
  { path: 'database.storageGb', low: 1, high: 1.2, source: '2025 cost study: 20% growth in a year' },
  {
    path: 'database.backupGb',
    low: 1,
    high: 3,
    source:
      '2025 cost study: review the 7 days; estimate for 35 days: one copy, and changed pages of twice the database',
  },
  { path: 'database.ioRequestsMillions', ...fewerCalls },
  { path: 'api.requestsPerMonth', ...fewerCalls },
  { path: 'functions.*.requestsPerMonth', ...fewerCalls },
  {
    path: 'network.outboundGb',
    low: 0.5,
    high: 4.9,
    source: '2025 cost study: 30 to 50% less; its other figure implies 490 GB',
  },
  { path: 'logs.*Gb', low: 0.7, high: 1.2, source: '2025 cost study: filtering saves 20 to 30%' },
  {
    path: 'trail.functionEventsPerMonth',
    low: 1,
    high: 11.6,
    source: 'each of the 5.8 million invocations is an event',
  },
  {
    path: 'registry.storedGb',
    low: 0.5,
    high: 5,
    source: '2025 cost study: images 30 to 50% smaller; five images without shared layers',
  },
];

const patterns = uncertainties.map((uncertainty) => ({
  ...uncertainty,
  pattern: new RegExp(`^${uncertainty.path.replaceAll('.', '\\.').replaceAll('*', '[^.]*')}$`),
}));

function scale(value: unknown, band: 'low' | 'high', path: string): unknown {
  if (typeof value === 'number') {
    const scaled = value * (patterns.find(({ pattern }) => pattern.test(path))?.[band] ?? 1);
    return Number.isInteger(value) && path.endsWith('PerMonth') ? Math.round(scaled) : scaled;
  }
  if (Array.isArray(value)) return value.map((each, index) => scale(each, band, `${path}.${index}`));
  if (typeof value === 'object' && value !== null) {
    const under = (key: string) => (path === '' ? key : `${path}.${key}`);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, scale(each, band, under(key))]));
  }
  return value;
}

/** Scales a demand to the lower or upper end of its uncertainty, for the same number of users. */
export const applyBand = (usage: PlannedUsage, band: 'low' | 'high'): PlannedUsage =>
  scale(usage, band, '') as PlannedUsage;
