import {
  type Capacity,
  computeCapacities,
  computeIoBreakEvenMillions,
} from '../../../config/demand/database-capacity.js';
import { hoursPerMonth, type PlannedUsage } from '../../../config/demand/usage.js';
import { sumItemUsd } from '../line.js';
import { minProxyAcu } from '../pricers/aurora.js';
import { buildFindings, priceQuantity, sumComponentUsd } from './study.js';

/** The study's cluster: a writer and a reader, each with these limits. */
const instances = { count: 2, minAcu: 0.5, maxAcu: 40 } as const;

/** Promotion tiers of the reader. */
const independentTier = 2;
const followingTier = 0;

const computeStudyCapacities = ({ database }: PlannedUsage, readerTier: number): Capacity[] =>
  computeCapacities({ minAcu: instances.minAcu, readerTiers: [readerTier] }, database);

const sumStudyAcuHours = (usage: PlannedUsage, readerTier: number, minAcu = 0): number =>
  computeStudyCapacities(usage, readerTier).reduce(
    (sum, { totalAcu, hours }) => sum + Math.max(minAcu, totalAcu) * hours,
    0,
  );

const computeStudyBreakEven = (usage: PlannedUsage): number =>
  computeIoBreakEvenMillions(
    {
      database: {
        minCapacityAcu: instances.minAcu,
        readerCount: instances.count - 1,
        readerPromotionTier: independentTier,
      },
      observability: { alarms: false },
    },
    usage,
  );

export const databaseFindings = buildFindings('aurora', [
  [
    'backups after the free allowance, US$',
    10.5,
    ({ atStudyPrices }) => sumItemUsd(atStudyPrices, 'Backup storage'),
    'The text says "first backup free", and backups up to the size of the volume are free.',
  ],
  [
    'ACU-hours of the 730-hour month that other components use',
    6_480,
    ({ usage }) => {
      const hours = computeStudyCapacities(usage, independentTier).reduce((sum, period) => sum + period.hours, 0);
      return (sumStudyAcuHours(usage, independentTier) * hoursPerMonth) / hours;
    },
    "Aurora's month has 720 hours; that of Lambda and of the NAT gateway has 730.",
  ],
  [
    'peak utilization of the maximum capacity, %',
    37.5,
    ({ usage }) => {
      const peakAcu = Math.max(...computeStudyCapacities(usage, independentTier).map(({ totalAcu }) => totalAcu));
      return (100 * peakAcu) / (instances.count * instances.maxAcu);
    },
    'The maximum capacity applies to each instance, so two instances have 80 ACU.',
  ],
  [
    'break-even of I/O-Optimized, million I/O requests a month',
    225,
    ({ usage }) => computeStudyBreakEven(usage),
    'The I/O saved must pay for 30% more for compute and US$0.125 more for each GB. The study says 200 to 250 million.',
  ],
  [
    'saving of I/O-Optimized at 200 million I/O requests, US$',
    75,
    ({ usage, listBook }) =>
      priceQuantity(listBook, 'auroraIoMillion', usage.database.ioRequestsMillions).minus(
        priceQuantity(listBook, 'auroraIoMillion', computeStudyBreakEven(usage)),
      ),
    'It costs more, and does not save the US$50 to US$100 that the study states.',
  ],
  [
    'share of I/O in the cost of the cluster, %',
    25,
    ({ atStudyPrices }) =>
      sumItemUsd(atStudyPrices, 'I/O operations')
        .dividedBy(sumComponentUsd(atStudyPrices, 'Aurora PostgreSQL'))
        .times(100),
    'AWS recommends I/O-Optimized if I/O is at least a quarter of the cost of the cluster.',
  ],
  [
    'RDS Proxy at US$0.015 an ACU-hour, US$',
    0,
    ({ usage, listBook }) =>
      priceQuantity(listBook, 'rdsProxyAcuHour', sumStudyAcuHours(usage, independentTier, minProxyAcu)),
    'The study counts the saving of pooling, but not the price of RDS Proxy, which bills at least 8 ACU.',
  ],
  [
    'ACU-hours with the reader at promotion tier 0 or 1',
    6_480,
    ({ usage }) => sumStudyAcuHours(usage, followingTier),
    "Such a reader keeps the writer's capacity. Half of it requires tier 2 or higher.",
  ],
]);
