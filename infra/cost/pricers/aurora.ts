import { Decimal } from 'decimal.js';
import {
  type Capacity,
  type ClusterShape,
  computeCapacities,
  sumAcuHours,
} from '../../../config/demand/database-capacity.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import {
  formatNumber,
  type Pricer,
  type PricingContext,
  readNumberInput,
  readTextInput,
  selectByType,
} from './pricer.js';

const component = 'Aurora PostgreSQL';
const instanceType = 'aws:rds/clusterInstance:ClusterInstance';
const proxyType = 'aws:rds/proxy:Proxy';

/** RDS Proxy is billed for at least so much capacity. */
export const minProxyAcu = 8;

function readClusterShape(cluster: PlannedResource, plan: readonly PlannedResource[]): ClusterShape {
  const members = selectByType(plan, instanceType).filter(
    (instance) => readTextInput(instance, 'clusterIdentifier') === readTextInput(cluster, 'clusterIdentifier'),
  );
  for (const instance of members) {
    const instanceClass = readTextInput(instance, 'instanceClass');
    if (instanceClass !== 'db.serverless') {
      throw new Error(
        `There is no price for the instance class ${instanceClass} of ${instance.name}; db.serverless has one.`,
      );
    }
  }
  const scaling = cluster.inputs.serverlessv2ScalingConfiguration;
  const minAcu = typeof scaling === 'object' && scaling !== null ? Reflect.get(scaling, 'minCapacity') : undefined;
  if (typeof minAcu !== 'number') throw new Error(`${cluster.name} says no least capacity, so it can't be priced.`);
  const tiers = members.map((instance) => readNumberInput(instance, 'promotionTier')).sort((one, other) => one - other);
  return { minAcu, readerTiers: tiers.slice(1) };
}

interface PlannedCapacity {
  readonly cluster: PlannedResource;
  readonly minAcu: number;
  readonly capacities: readonly Capacity[];
}

/** The capacities of each cluster of a plan under a demand. */
export const listPlannedCapacities = (plan: readonly PlannedResource[], usage: PlannedUsage): PlannedCapacity[] =>
  selectByType(plan, 'aws:rds/cluster:Cluster').map((cluster) => {
    const shape = readClusterShape(cluster, plan);
    return { cluster, minAcu: shape.minAcu, capacities: computeCapacities(shape, usage.database) };
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** An instance that is up has as much; a lower average is one that pauses in between. */
const minAwakeAcu = 0.5;

function computeCharges({ cluster, minAcu, capacities }: PlannedCapacity, { options }: PricingContext): Charge[] {
  const isIoOptimized = readTextInput(cluster, 'storageType') === 'aurora-iopt1';
  const charges = capacities.map(({ period, hours, writerAcu, readerAcu, totalAcu }): Charge => {
    const readers = readerAcu.length === 0 ? 'no reader' : `readers ${readerAcu.map(formatNumber).join(' + ')}`;
    return {
      component,
      item: `Compute, ${period.name}`,
      price: isIoOptimized ? 'auroraAcuHourIoOptimized' : 'auroraAcuHour',
      quantity: new Decimal(totalAcu).times(hours),
      basis: `${formatNumber(totalAcu)} ACU (writer ${formatNumber(writerAcu)}, ${readers}) × ${formatNumber(period.hoursPerDay)} h × ${formatNumber(period.daysPerMonth)} days${writerAcu < minAwakeAcu ? '; on average, with the pauses in between' : ''}`,
    };
  });
  const acuHours = sumAcuHours(capacities);
  if (readTextInput(cluster, 'databaseInsightsMode') === 'advanced') {
    charges.push({
      component,
      item: 'Database Insights, advanced',
      price: 'databaseInsightsAdvancedAcuHour',
      quantity: acuHours,
      basis: 'each ACU-hour of the cluster',
    });
  }
  if (options.savingsPlan) {
    // What may pause is not always there.
    const steadyAcu = minAcu === 0 ? 0 : Math.min(...capacities.map(({ totalAcu }) => totalAcu));
    charges.push({
      component,
      item: 'Database Savings Plan',
      price: isIoOptimized ? 'auroraSavingsPlanAcuHourIoOptimized' : 'auroraSavingsPlanAcuHour',
      quantity: steadyAcu * sum(capacities.map(({ hours }) => hours)),
      basis: `a commitment for a year to the ${formatNumber(steadyAcu)} ACU that are always there`,
    });
  }
  return charges;
}

function storageCharges(cluster: PlannedResource, { database }: PlannedUsage): Charge[] {
  const isIoOptimized = readTextInput(cluster, 'storageType') === 'aurora-iopt1';
  const billedBackupGb = Math.max(0, database.backupGb - database.storageGb);
  const charges: Charge[] = [
    {
      component,
      item: 'Storage',
      price: isIoOptimized ? 'auroraStorageGbMonthIoOptimized' : 'auroraStorageGbMonth',
      quantity: database.storageGb,
      basis: 'demand: data, indexes and vectors; both instances share one volume',
    },
  ];
  if (!isIoOptimized) {
    charges.push({
      component,
      item: 'I/O operations',
      price: 'auroraIoMillion',
      quantity: database.ioRequestsMillions,
      basis: 'demand: reads and writes of the storage',
    });
  }
  charges.push({
    component,
    item: 'Backup storage',
    price: 'auroraBackupGbMonth',
    quantity: billedBackupGb,
    basis: `${formatNumber(database.backupGb)} GB of backups by the demand, which must be those of ${formatNumber(readNumberInput(cluster, 'backupRetentionPeriod'))} days, less ${formatNumber(database.storageGb)} GB: as much as the volume is free`,
  });
  if (cluster.inputs.enableHttpEndpoint === true) {
    charges.push({
      component,
      item: 'Data API',
      price: 'rdsDataApiMillion',
      quantity: database.dataApiRequestsMillions,
      basis: 'demand: calls of the Data API',
    });
  }
  return charges;
}

/** Clusters with what hangs on them; instances are billed by their capacity, through the cluster. */
export const aurora: Pricer = {
  types: ['aws:rds/cluster:Cluster', instanceType],
  charge: (_resources, context) =>
    listPlannedCapacities(context.plan, context.usage).flatMap((planned) => [
      ...computeCharges(planned, context),
      ...storageCharges(planned.cluster, context.usage),
    ]),
};

/** RDS Proxy, by the capacity of the cluster behind it. */
export const rdsProxy: Pricer = {
  types: [proxyType],
  charge(proxies, { plan, usage }) {
    const capacities = listPlannedCapacities(plan, usage).flatMap((each) => each.capacities);
    const acuHours = sum(capacities.map(({ totalAcu, hours }) => Math.max(minProxyAcu, totalAcu) * hours));
    return proxies.map(({ name }) => ({
      component,
      item: 'RDS Proxy',
      price: 'rdsProxyAcuHour',
      quantity: acuHours,
      basis: `${name}: each ACU-hour of the cluster, at least ${minProxyAcu} ACU`,
    }));
  },
};
