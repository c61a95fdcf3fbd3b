import {
  computeMaxConcurrency,
  computePeakConcurrency,
  minUnreservedConcurrency,
  roundUpExecutions,
} from '../demand/concurrency.js';
import {
  computeCapacities,
  computeIoBreakEvenMillions,
  computeMaxConnections,
  findCapacityForConnections,
  lastTierThatFollowsWriter,
  maxInstanceAcu,
  toClusterShape,
} from '../demand/database-capacity.js';
import type { PlannedUsage } from '../demand/usage.js';
import { functionNames } from '../functions.js';
import type { StackConfig } from '../settings/stack.js';
import { type Advice, type AdviceInput, formatAdviceNumber } from './advised.js';

/** The most that Aurora keeps. */
const maxBackupDays = 35;

/** Connections that one execution environment opens at most. */
const connectionsPerEnvironment = 2;

/** The least that the functions can reserve together: what each runs in the planned peak, and one where it has no part in it. */
const sumMinReservations = (usage: PlannedUsage): number =>
  functionNames.reduce((sum, name) => sum + Math.max(1, roundUpExecutions(computePeakConcurrency(usage, name))), 0);

/** The settings of the capacity that are too low for so many connections; none where no capacity is enough. */
function* listCapacityFixes(
  { minCapacityAcu, maxCapacityAcu, autoPauseSeconds }: StackConfig['database'],
  connections: number,
) {
  const least = findCapacityForConnections(connections);
  if (least === undefined) return;
  if (minCapacityAcu < least.minCapacityAcu) {
    yield `database.minCapacityAcu to ${least.minCapacityAcu}${autoPauseSeconds === undefined ? '' : ' without database.autoPauseSeconds'}`;
  }
  if (maxCapacityAcu < least.maxCapacityAcu) yield `database.maxCapacityAcu to ${least.maxCapacityAcu}`;
}

/** What brings connections and functions together, and nothing that another rule or piece of advice would refuse. */
function describeConnectionFix({ config: { database, functions }, usage }: AdviceInput, needed: number): string {
  const most = Math.min(
    Math.floor(computeMaxConnections(database) / connectionsPerEnvironment),
    functions.accountConcurrency - minUnreservedConcurrency,
  );
  const isAllReserved = functionNames.every((name) => functions.overrides[name]?.reservedConcurrency !== undefined);
  const capacity = [...listCapacityFixes(database, needed)];
  const pauses = database.autoPauseSeconds !== undefined;
  const ways = [
    ...(sumMinReservations(usage) > most
      ? []
      : [
          isAllReserved
            ? `lower the functions’ reservedConcurrency to ${most} together`
            : `give every function reservedConcurrency, ${most} together at most`,
        ]),
    ...(capacity.length === 0 ? [] : [`raise ${capacity.join(' and ')}`]),
    `set database.proxy${pauses ? ' on a cluster that doesn’t pause' : ''}`,
  ];
  const text = ways.join(', or ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function* connectionAdvice({ config, usage }: AdviceInput): Generator<Advice> {
  const needed = computeMaxConcurrency(config.functions) * connectionsPerEnvironment;
  const found = computeMaxConnections(config.database);
  if (!config.database.proxy && found < needed) {
    yield {
      id: 'connections-below-concurrency',
      severity: 'warning',
      found,
      needed,
      message: `The functions may open ${formatAdviceNumber(needed)} connections at once and the database takes ${formatAdviceNumber(found)}.`,
      mend: describeConnectionFix({ config, usage }, needed),
    };
  }
  if (config.database.proxy && found >= needed) {
    yield {
      id: 'proxy-unneeded',
      severity: 'warning',
      found,
      needed,
      message: `The database takes the ${formatAdviceNumber(needed)} connections of the functions without a proxy, which is billed for eight ACU at least.`,
      mend: 'Set database.proxy to false.',
    };
  }
}

export function* capacityAdvice({ config: { database }, usage }: AdviceInput): Generator<Advice> {
  const hasReaders = database.readerCount > 0;
  const needed = Math.max(
    ...computeCapacities(toClusterShape(database), usage.database).flatMap(({ writerAcu, readerAcu }) => [
      writerAcu,
      ...readerAcu,
    ]),
  );
  if (needed > database.maxCapacityAcu) {
    yield {
      id: 'capacity-below-demand',
      severity: 'error',
      found: database.maxCapacityAcu,
      needed,
      message: `An instance of the database may have ${formatAdviceNumber(database.maxCapacityAcu)} ACU and needs ${formatAdviceNumber(needed)} on average in its busiest hours.`,
      mend:
        needed > maxInstanceAcu
          ? `An instance ends at ${maxInstanceAcu} ACU: move reads to readers, or split the database.`
          : 'Raise database.maxCapacityAcu.',
    };
  }
  if (hasReaders && database.readerPromotionTier <= lastTierThatFollowsWriter) {
    yield {
      id: 'reader-held-at-writer',
      severity: 'warning',
      found: database.readerPromotionTier,
      needed: lastTierThatFollowsWriter + 1,
      message: `A reader in promotion tier ${database.readerPromotionTier} is held at the writer’s capacity, whatever it does.`,
      mend: 'Set database.readerPromotionTier to 2 or more, unless a failover must find a warm instance.',
    };
  }
  if (!hasReaders && database.deletionProtection) {
    yield {
      id: 'nobody-to-take-over',
      severity: 'warning',
      found: 0,
      needed: 1,
      message: 'The data is worth protecting, and when the writer’s zone fails nobody can read it.',
      mend: 'Set database.readerCount to 1.',
    };
  }
}

export function* storageAdvice({ config, usage }: AdviceInput): Generator<Advice> {
  const breakEven = computeIoBreakEvenMillions(config, usage);
  const planned = usage.database.ioRequestsMillions;
  const isOptimized = config.database.storage === 'ioOptimized';
  if (isOptimized === planned > breakEven) return;
  yield {
    id: isOptimized ? 'io-optimized-too-early' : 'io-optimized-pays',
    severity: 'warning',
    found: planned,
    needed: breakEven,
    message: `${formatAdviceNumber(planned)} million I/O requests a month are planned; I/O-Optimized storage costs less from ${formatAdviceNumber(breakEven)} million on.`,
    mend: `Set database.storage to ${isOptimized ? 'standard' : 'ioOptimized'}.`,
  };
}

export function* backupAdvice({ config: { database } }: AdviceInput): Generator<Advice> {
  if (!database.deletionProtection || database.backupRetentionDays >= maxBackupDays) return;
  yield {
    id: 'backup-below-longest',
    severity: 'warning',
    found: database.backupRetentionDays,
    needed: maxBackupDays,
    message: `The database can be brought back to any second of ${database.backupRetentionDays} days; a fault that is found later can’t be undone.`,
    mend: `Set database.backupRetentionDays to ${maxBackupDays}.`,
  };
}
