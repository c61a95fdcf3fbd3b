import type { PlannedUsage } from './usage.js';

/** How far off a planned number may be, as factors of it. */
interface Uncertainty {
  /** The numbers, by their path; `*` stands for any key. */
  readonly path: string;
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

/** What the cost report itself wants reviewed, with the range that its own text gives. */
export const uncertainties: readonly Uncertainty[] = [
  {
    path: 'database.periods.*.*Acu',
    low: 0.85,
    high: 1.25,
    source: 'report: pooling saves 10 to 15 %; instances are to be at most 80 % used at peak',
  },
  { path: 'database.storageGb', low: 1, high: 1.2, source: 'report: 20 % growth in a year' },
  {
    path: 'database.backupGb',
    low: 1,
    high: 3,
    source: 'report: 7 days are to be reviewed; estimate for 35: one copy, and changed pages of twice the database',
  },
  { path: 'database.ioRequestsMillions', low: 0.8, high: 1.2, source: 'report: 10 to 20 % fewer calls' },
  { path: 'api.requestsPerMonth', low: 0.8, high: 1.2, source: 'report: 10 to 20 % fewer calls' },
  { path: 'functions.*.requestsPerMonth', low: 0.8, high: 1.2, source: 'report: 10 to 20 % fewer calls' },
  { path: 'network.outboundGb', low: 0.5, high: 4.9, source: 'report: 30 to 50 % less; 490 GB make its other figure' },
  { path: 'logs.*Gb', low: 0.7, high: 1.2, source: 'report: filtering saves 20 to 30 %' },
  { path: 'trail.functionEventsPerMonth', low: 1, high: 11.6, source: 'each of 5.8 million invocations is an event' },
  {
    path: 'registry.storedGb',
    low: 0.5,
    high: 5,
    source: 'report: 30 to 50 % smaller images; five that share nothing',
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

/** The demand at the lower or upper end of what is known of it; the users stay. */
export const applyBand = (usage: PlannedUsage, band: 'low' | 'high'): PlannedUsage =>
  scale(usage, band, '') as PlannedUsage;
