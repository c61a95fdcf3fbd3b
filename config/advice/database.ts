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
import { formatRounded } from '../format.js';
import { functionNames } from '../functions.js';
import type { StackConfig } from '../settings/stack.js';
import { type Advice, type AdviceInput, adviseError, adviseWarning } from './types.js';

/** Maximum backup retention of Aurora. */
const maxBackupDays = 35;

/** Maximum connections of one execution environment. */
const connectionsPerEnvironment = 2;

/** Minimum sum of the functions' reservations: the planned peak of each, and 1 for a function without a peak. */
const sumMinReservations = (usage: PlannedUsage): number =>
  functionNames.reduce((sum, name) => sum + Math.max(1, roundUpExecutions(computePeakConcurrency(usage, name))), 0);

/** Yields the capacity settings to raise for a number of connections; none if no capacity suffices. */
function* listCapacityFixes(
  { minCapacityAcu, maxCapacityAcu, autoPauseSeconds }: StackConfig['database'],
  connections: number,
) {
  const least = findCapacityForConnections(connections);
  if (least === undefined) return;
  if (minCapacityAcu < least.minCapacityAcu) {
    yield `database.minCapacityAcu to ${least.minCapacityAcu}${autoPauseSeconds === undefined ? '' : ' (and remove database.autoPauseSeconds)'}`;
  }
  if (maxCapacityAcu < least.maxCapacityAcu) yield `database.maxCapacityAcu to ${least.maxCapacityAcu}`;
}

/** Describes the ways to match connections and functions that violate no rule and cause no other advice. */
function describeConnectionFix({ config: { database, functions }, usage }: AdviceInput, needed: number): string {
  const most = Math.min(
    Math.floor(computeMaxConnections(database) / connectionsPerEnvironment),
    functions.accountConcurrency - minUnreservedConcurrency,
  );
  const isAllReserved = functionNames.every((name) => functions.overrides[name]?.reservedConcurrency !== undefined);
  const capacity = [...listCapacityFixes(database, needed)];
  const ways: string[] = [];
  if (sumMinReservations(usage) <= most) {
    ways.push(
      isAllReserved
        ? `lower the sum of functions.overrides.*.reservedConcurrency to ${most}`
        : `set functions.overrides.*.reservedConcurrency for every function, at most ${most} in total`,
    );
  }
  if (capacity.length > 0) ways.push(`raise ${capacity.join(' and ')}`);
  const pauses = database.autoPauseSeconds !== undefined;
  ways.push(`set database.proxy to true${pauses ? ' and remove database.autoPauseSeconds' : ''}`);
  const text = ways.join(', or ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function* connectionAdvice({ config, usage }: AdviceInput): Generator<Advice> {
  const needed = computeMaxConcurrency(config.functions) * connectionsPerEnvironment;
  const found = computeMaxConnections(config.database);
  if (!config.database.proxy && found < needed) {
    yield adviseWarning('connections-below-concurrency', {
      found,
      needed,
      message: `The functions can open ${formatRounded(needed)} connections at once, but the database allows ${formatRounded(found)}.`,
      fix: describeConnectionFix({ config, usage }, needed),
    });
  }
  if (config.database.proxy && found >= needed) {
    yield adviseWarning('proxy-unneeded', {
      found,
      needed,
      message: `database.proxy is true, but the database allows the ${formatRounded(needed)} connections of the functions without a proxy, which is billed for at least eight ACU.`,
      fix: 'Set database.proxy to false.',
    });
  }
}

export function* capacityAdvice({ config: { database }, usage }: AdviceInput): Generator<Advice> {
  const hasReaders = database.readerCount > 0;
  const capacities = computeCapacities(toClusterShape(database), usage.database);
  const needed = Math.max(...capacities.flatMap(({ writerAcu, readerAcu }) => [writerAcu, ...readerAcu]));
  if (needed > database.maxCapacityAcu) {
    yield adviseError('capacity-below-demand', {
      found: database.maxCapacityAcu,
      needed,
      message: `database.maxCapacityAcu is ${formatRounded(database.maxCapacityAcu)}, but an instance needs ${formatRounded(needed)} ACU on average in its busiest hours.`,
      fix:
        needed > maxInstanceAcu
          ? `An instance has at most ${maxInstanceAcu} ACU: move reads to readers, or split the database.`
          : `Raise database.maxCapacityAcu to ${formatRounded(Math.ceil(needed * 2) / 2)}.`,
    });
  }
  if (hasReaders && database.readerPromotionTier <= lastTierThatFollowsWriter) {
    yield adviseWarning('reader-held-at-writer', {
      found: database.readerPromotionTier,
      needed: lastTierThatFollowsWriter + 1,
      message: `database.readerPromotionTier is ${database.readerPromotionTier}, which keeps idle readers at the capacity of the writer.`,
      fix: 'Set database.readerPromotionTier to 2 or more, unless failover needs a warm instance.',
    });
  }
  if (!hasReaders && database.deletionProtection) {
    yield adviseWarning('nobody-to-take-over', {
      found: 0,
      needed: 1,
      message: 'database.readerCount is 0: if the zone of the writer fails, the database is unavailable.',
      fix: 'Set database.readerCount to 1.',
    });
  }
}

export function* storageAdvice({ config, usage }: AdviceInput): Generator<Advice> {
  const breakEven = computeIoBreakEvenMillions(config, usage);
  const planned = usage.database.ioRequestsMillions;
  const isOptimized = config.database.storage === 'ioOptimized';
  if (isOptimized === planned > breakEven) return;
  yield adviseWarning(isOptimized ? 'io-optimized-too-early' : 'io-optimized-pays', {
    found: planned,
    needed: breakEven,
    message: `database.storage is ${config.database.storage} for a planned ${formatRounded(planned)} million I/O requests a month; I/O-Optimized storage costs less from ${formatRounded(breakEven)} million.`,
    fix: `Set database.storage to ${isOptimized ? 'standard' : 'ioOptimized'}.`,
  });
}

export function* backupAdvice({ config: { database } }: AdviceInput): Generator<Advice> {
  if (!database.deletionProtection || database.backupRetentionDays >= maxBackupDays) return;
  yield adviseWarning('backup-below-longest', {
    found: database.backupRetentionDays,
    needed: maxBackupDays,
    message: `database.backupRetentionDays is ${database.backupRetentionDays}: errors found after that can't be undone.`,
    fix: `Set database.backupRetentionDays to ${maxBackupDays}.`,
  });
}
