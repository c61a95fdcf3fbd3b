import { Decimal } from 'decimal.js';
import {
  type Capacity,
  type ClusterShape,
  computeCapacities,
  sumAcuHours,
} from '../../../config/demand/database-capacity.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { formatNumber } from '../../../config/format.js';
import { filterByType, readInput } from '../../policies/policy.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { createChargeBuilder, type Pricer, type PricingContext, readNumberInput, readTextInput } from './pricer.js';

const buildCharge = createChargeBuilder('Aurora PostgreSQL');
const instanceType = 'aws:rds/clusterInstance:ClusterInstance';

/** The least capacity that RDS Proxy is billed for, in ACU. */
export const minProxyAcu = 8;

function readClusterShape(cluster: PlannedResource, plan: readonly PlannedResource[]): ClusterShape {
  const members = filterByType(plan, instanceType).filter(
    (instance) => readTextInput(instance, 'clusterIdentifier') === readTextInput(cluster, 'clusterIdentifier'),
  );
  for (const instance of members) {
    const instanceClass = readTextInput(instance, 'instanceClass');
    if (instanceClass !== 'db.serverless') {
      throw new Error(
        `Can't price the instance class ${instanceClass} of ${instance.name}; only db.serverless has a price.`,
      );
    }
  }
  const minAcu = readInput(cluster, 'serverlessv2ScalingConfiguration.minCapacity');
  if (typeof minAcu !== 'number') throw new Error(`Can't price ${cluster.name}: it has no minimum capacity.`);
  const tiers = members.map((instance) => readNumberInput(instance, 'promotionTier')).sort((one, other) => one - other);
  return { minAcu, readerTiers: tiers.slice(1) };
}

interface PlannedCapacity {
  readonly cluster: PlannedResource;
  readonly minAcu: number;
  readonly capacities: readonly Capacity[];
}

/** Returns the capacities of each cluster of a plan under a demand. */
export const listPlannedCapacities = (plan: readonly PlannedResource[], usage: PlannedUsage): PlannedCapacity[] =>
  filterByType(plan, 'aws:rds/cluster:Cluster').map((cluster) => {
    const shape = readClusterShape(cluster, plan);
    return { cluster, minAcu: shape.minAcu, capacities: computeCapacities(shape, usage.database) };
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** The least capacity of a running instance, in ACU; an average below it means that the instance pauses. */
const minRunningAcu = 0.5;

const isIoOptimizedCluster = (cluster: PlannedResource): boolean =>
  readTextInput(cluster, 'storageType') === 'aurora-iopt1';

function chargeCompute({ cluster, minAcu, capacities }: PlannedCapacity, { options }: PricingContext): Charge[] {
  const isIoOptimized = isIoOptimizedCluster(cluster);
  const charges = capacities.map(({ period, hours, writerAcu, readerAcu, totalAcu }): Charge => {
    const readers = readerAcu.length === 0 ? 'no reader' : `readers ${readerAcu.map(formatNumber).join(' + ')}`;
    return buildCharge(
      `Compute, ${period.name}`,
      isIoOptimized ? 'auroraAcuHourIoOptimized' : 'auroraAcuHour',
      new Decimal(totalAcu).times(hours),
      `${formatNumber(totalAcu)} ACU (writer ${formatNumber(writerAcu)}, ${readers}) × ${formatNumber(period.hoursPerDay)} h × ${formatNumber(period.daysPerMonth)} days${writerAcu < minRunningAcu ? '; an average that includes pauses' : ''}`,
    );
  });
  const acuHours = sumAcuHours(capacities);
  if (readTextInput(cluster, 'databaseInsightsMode') === 'advanced') {
    charges.push(
      buildCharge(
        'Database Insights, advanced',
        'databaseInsightsAdvancedAcuHour',
        acuHours,
        'every ACU-hour of the cluster',
      ),
    );
  }
  if (options.savingsPlan) {
    // A cluster that can pause has no steady capacity to commit to.
    const steadyAcu = minAcu === 0 ? 0 : Math.min(...capacities.map(({ totalAcu }) => totalAcu));
    charges.push(
      buildCharge(
        'Database Savings Plan',
        isIoOptimized ? 'auroraSavingsPlanAcuHourIoOptimized' : 'auroraSavingsPlanAcuHour',
        steadyAcu * sum(capacities.map(({ hours }) => hours)),
        `one-year commitment to the ${formatNumber(steadyAcu)} ACU that always run`,
      ),
    );
  }
  return charges;
}

function chargeStorage(cluster: PlannedResource, { database }: PlannedUsage): Charge[] {
  const isIoOptimized = isIoOptimizedCluster(cluster);
  const { storageGb, backupGb, ioRequestsMillions, dataApiRequestsMillions } = database;
  const retentionDays = readNumberInput(cluster, 'backupRetentionPeriod');
  return [
    buildCharge(
      'Storage',
      isIoOptimized ? 'auroraStorageGbMonthIoOptimized' : 'auroraStorageGbMonth',
      storageGb,
      'demand: data, indexes and vectors on the one volume that all instances share',
    ),
    ...(isIoOptimized
      ? []
      : [buildCharge('I/O operations', 'auroraIoMillion', ioRequestsMillions, 'demand: storage reads and writes')]),
    buildCharge(
      'Backup storage',
      'auroraBackupGbMonth',
      Math.max(0, backupGb - storageGb),
      `demand: ${formatNumber(backupGb)} GB, which must cover ${formatNumber(retentionDays)} days of backups, less the size of the volume (${formatNumber(storageGb)} GB), which is free`,
    ),
    ...(cluster.inputs.enableHttpEndpoint === true
      ? [buildCharge('Data API', 'rdsDataApiMillion', dataApiRequestsMillions, 'demand: Data API calls')]
      : []),
  ];
}

/** Aurora and RDS Proxy. Instances are billed by capacity, through their cluster. */
export const auroraPricers: readonly Pricer[] = [
  {
    types: ['aws:rds/cluster:Cluster', instanceType],
    charge: (_resources, context) =>
      listPlannedCapacities(context.plan, context.usage).flatMap((planned) => [
        ...chargeCompute(planned, context),
        ...chargeStorage(planned.cluster, context.usage),
      ]),
  },
  {
    types: ['aws:rds/proxy:Proxy'],
    charge(proxies, { plan, usage }) {
      const capacities = listPlannedCapacities(plan, usage).flatMap((each) => each.capacities);
      const acuHours = sum(capacities.map(({ totalAcu, hours }) => Math.max(minProxyAcu, totalAcu) * hours));
      return proxies.map(({ name }) =>
        buildCharge(
          'RDS Proxy',
          'rdsProxyAcuHour',
          acuHours,
          `${name}: every ACU-hour of the cluster, at least ${minProxyAcu} ACU`,
        ),
      );
    },
  },
];
