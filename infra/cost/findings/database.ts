import {
  type Capacity,
  computeCapacities,
  computeIoBreakEvenMillions,
} from '../../../config/demand/database-capacity.js';
import { hoursPerMonth, type PlannedUsage } from '../../../config/demand/usage.js';
import { minProxyAcu } from '../pricers/aurora.js';
import { buildFindings, priceQuantity, sumComponentUsd, sumItemUsd } from './finding.js';

const component = 'Aurora PostgreSQL';

/** The report’s configuration: a writer and a reader, each of up to so much. */
const instances = { count: 2, maximumAcu: 40, minAcu: 0.5 } as const;

const computeStudyCapacities = ({ database }: PlannedUsage, readerTier: number): Capacity[] =>
  computeCapacities({ minAcu: instances.minAcu, readerTiers: [readerTier] }, database);

const sumStudyAcuHours = (usage: PlannedUsage, readerTier: number, leastAcu = 0): number =>
  computeStudyCapacities(usage, readerTier).reduce(
    (sum, { totalAcu, hours }) => sum + Math.max(leastAcu, totalAcu) * hours,
    0,
  );

const scalesAlone = 2;
const followsWriter = 0;

const ioBreakEvenMillions = (usage: PlannedUsage): number =>
  computeIoBreakEvenMillions(
    {
      database: {
        minCapacityAcu: instances.minAcu,
        readerCount: instances.count - 1,
        readerPromotionTier: scalesAlone,
      },
      observability: { alarms: false },
    },
    usage,
  );

export const databaseFindings = buildFindings('aurora', [
  [
    'backup $ after free allowance',
    10.5,
    ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Backup storage'),
    'The text says “first backup free”, and backups up to the volume’s size are.',
  ],
  [
    'ACU-hours on the 730 h month used elsewhere',
    6_480,
    ({ usage }) => {
      const hours = computeStudyCapacities(usage, scalesAlone).reduce((sum, period) => sum + period.hours, 0);
      return (sumStudyAcuHours(usage, scalesAlone) * hoursPerMonth) / hours;
    },
    'Aurora’s month has 720 hours, Lambda’s and the NAT gateway’s 730.',
  ],
  [
    'peak utilisation % of max capacity',
    37.5,
    ({ usage }) => {
      const most = Math.max(...computeStudyCapacities(usage, scalesAlone).map(({ totalAcu }) => totalAcu));
      return (100 * most) / (instances.count * instances.maximumAcu);
    },
    'The highest capacity is each instance’s, so two of them have 80 ACU.',
  ],
  [
    'I/O-Optimized break-even, M I/O per month',
    225,
    ({ usage }) => ioBreakEvenMillions(usage),
    'The spared I/O must pay 30 % more for compute and 0.125 more for each GB; the report says 200 to 250 million.',
  ],
  [
    'I/O-Optimized saving at 200M $',
    75,
    ({ usage, listBook }) =>
      priceQuantity(listBook, 'auroraIoMillion', usage.database.ioRequestsMillions).minus(
        priceQuantity(listBook, 'auroraIoMillion', ioBreakEvenMillions(usage)),
      ),
    'It costs more, and doesn’t save the 50 to 100 that the report says.',
  ],
  [
    'I/O share of cluster cost %',
    25,
    ({ atReportPrices }) =>
      sumItemUsd(atReportPrices, 'I/O operations').dividedBy(sumComponentUsd(atReportPrices, component)).times(100),
    'AWS’s rule of thumb for I/O-Optimized is a quarter of what the cluster costs.',
  ],
  [
    'RDS Proxy cost at 0.015/ACU-h $',
    0,
    ({ usage, listBook }) =>
      priceQuantity(listBook, 'rdsProxyAcuHour', sumStudyAcuHours(usage, scalesAlone, minProxyAcu)),
    'The report counts what pooling saves and not what RDS Proxy costs, which bills at least 8 ACU.',
  ],
  [
    'reader at promotion tier 0/1: ACU-hours',
    6_480,
    ({ usage }) => sumStudyAcuHours(usage, followsWriter),
    'Such a reader is held at the writer’s capacity; half of it needs tier 2 or higher.',
  ],
]);
