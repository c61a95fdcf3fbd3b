import { minUnreservedConcurrency, sumReservedConcurrency } from '../demand/concurrency.js';
import { externalServices, functionNames, isBehindApi } from '../functions.js';
import type { StackConfig } from './stack.js';

/** A violated rule that spans several settings. */
interface BrokenRule {
  /** The key to change. */
  readonly key: string;
  /** The other keys that the rule reads. If one of them is invalid, the finding would mislead and is dropped. */
  readonly alsoReads?: readonly string[];
  readonly message: string;
}

/** API Gateway's own timeout, which can't be changed. */
const apiTimeoutLimitSeconds = 30;

const minutesPerDay = 24 * 60;

/** Length of Aurora's daily backup window. */
const backupMinutes = 30;

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const parseMinutesOfDay = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Minutes of the week, of a moment such as `sun:08:30`. */
const parseMinutesOfWeek = (moment: string): number =>
  weekdays.indexOf(moment.slice(0, 3)) * minutesPerDay + parseMinutesOfDay(moment.slice('sun:'.length));

/** Minutes forward from one moment to another in a repeating period. */
const minutesBetween = (from: number, to: number, every = minutesPerDay): number =>
  (((to - from) % every) + every) % every;

function* networkRules({ network }: StackConfig): Generator<BrokenRule> {
  const prefixLength = Number(network.cidrBlock.split('/')[1]);
  if (prefixLength < 16 || prefixLength > 20) {
    yield {
      key: 'network.cidrBlock',
      message: 'must be /16 to /20: AWS allows no larger VPC, and three subnets per zone need at least a /20',
    };
  }
  const zones = network.availabilityZoneNames;
  if (zones === undefined) return;
  if (zones.length !== network.availabilityZoneCount) {
    yield {
      key: 'network.availabilityZoneCount',
      alsoReads: ['network.availabilityZoneNames'],
      message: `must equal the number of network.availabilityZoneNames, which is ${zones.length}`,
    };
  }
  if (new Set(zones).size !== zones.length) {
    yield { key: 'network.availabilityZoneNames', message: 'must not contain duplicates' };
  }
}

/** Services for which AWS's endpoint pages list no IPv6 address. An egress-only internet gateway doesn't reach them. */
const servicesWithoutIpv6: readonly string[] = ['bedrock-runtime'];

/** Functions must be able to reach the services that they call: through an endpoint, over IPv6 or through a NAT gateway. */
function* reachabilityRules({ network }: StackConfig): Generator<BrokenRule> {
  if (network.natStrategy !== 'none') return;
  const called = new Set(Object.values(externalServices));
  const unreachable = [...called].filter(
    (service) =>
      !network.interfaceEndpoints.includes(service) && (!network.dualStack || servicesWithoutIpv6.includes(service)),
  );
  if (unreachable.length === 0) return;
  const reason = network.dualStack
    ? 'it has no IPv6 address and network.natStrategy is none'
    : 'network.natStrategy is none and network.dualStack is false';
  yield {
    key: 'network.interfaceEndpoints',
    alsoReads: ['network.natStrategy', 'network.dualStack'],
    message: `must contain ${unreachable.join(' and ')}: functions call ${unreachable.length > 1 ? 'them' : 'it'}, but ${reason}`,
  };
}

function* capacityRules({ database }: StackConfig): Generator<BrokenRule> {
  const { minCapacityAcu, maxCapacityAcu, autoPauseSeconds, proxy } = database;
  const pauses = autoPauseSeconds !== undefined;
  if (minCapacityAcu > maxCapacityAcu) {
    yield {
      key: 'database.minCapacityAcu',
      alsoReads: ['database.maxCapacityAcu'],
      message: `must be at most database.maxCapacityAcu, which is ${maxCapacityAcu}`,
    };
  }
  if (pauses && minCapacityAcu > 0) {
    yield {
      key: 'database.autoPauseSeconds',
      alsoReads: ['database.minCapacityAcu'],
      message: `must be removed, or database.minCapacityAcu set to 0 (found ${minCapacityAcu}): a cluster can pause only if its capacity can drop to 0`,
    };
  }
  if (!pauses && minCapacityAcu === 0) {
    yield {
      key: 'database.autoPauseSeconds',
      alsoReads: ['database.minCapacityAcu'],
      message: 'must be set (300 to 86400) because database.minCapacityAcu is 0',
    };
  }
  if (pauses && proxy) {
    yield {
      key: 'database.proxy',
      alsoReads: ['database.autoPauseSeconds'],
      message:
        'must be false because database.autoPauseSeconds is set: RDS Proxy keeps connections open, so the cluster would never pause',
    };
  }
}

function* windowRules({ database }: StackConfig): Generator<BrokenRule> {
  const { backupStartsAt, maintenanceWindow } = database;
  const [from = 0, to = 0] = maintenanceWindow.split('-').map(parseMinutesOfWeek);
  const lengthMinutes = minutesBetween(from, to, 7 * minutesPerDay);
  if (lengthMinutes < 30 || lengthMinutes > minutesPerDay) {
    yield { key: 'database.maintenanceWindow', message: 'must be 30 minutes to 24 hours long' };
    return;
  }
  const backup = parseMinutesOfDay(backupStartsAt);
  if (minutesBetween(from, backup) < lengthMinutes || minutesBetween(backup, from) < backupMinutes) {
    yield {
      key: 'database.maintenanceWindow',
      alsoReads: ['database.backupStartsAt'],
      message: `must not overlap the 30 minutes from database.backupStartsAt, which is ${backupStartsAt}`,
    };
  }
}

function* identityRules({ identity }: StackConfig): Generator<BrokenRule> {
  if (identity.threatProtection !== 'off' && identity.tier !== 'plus') {
    yield {
      key: 'identity.threatProtection',
      alsoReads: ['identity.tier'],
      message: `must be off, or identity.tier must be plus (found ${identity.tier}): only plus has threat protection`,
    };
  }
  if (identity.domainPrefix !== undefined && identity.callbackUrls.length === 0) {
    yield {
      key: 'identity.callbackUrls',
      alsoReads: ['identity.domainPrefix'],
      message: 'must contain at least one URL because identity.domainPrefix is set',
    };
  }
}

function* functionRules({ functions, api }: StackConfig): Generator<BrokenRule> {
  const reserved = sumReservedConcurrency(functions);
  if (reserved > 0 && functions.accountConcurrency < reserved + minUnreservedConcurrency) {
    yield {
      key: 'functions.accountConcurrency',
      alsoReads: ['functions.overrides'],
      message: `must be at least ${reserved + minUnreservedConcurrency}: the functions reserve ${reserved}, and Lambda requires ${minUnreservedConcurrency} to stay unreserved`,
    };
  }
  for (const name of functionNames) {
    const key = `functions.overrides.${name}`;
    const { timeoutSeconds = 0, reservedConcurrency, provisionedConcurrency } = functions.overrides[name] ?? {};
    if (isBehindApi(name) && timeoutSeconds >= apiTimeoutLimitSeconds) {
      yield {
        key: `${key}.timeoutSeconds`,
        message: `must be less than ${apiTimeoutLimitSeconds}: API Gateway times out after ${apiTimeoutLimitSeconds} seconds`,
      };
    }
    if (reservedConcurrency !== undefined && (provisionedConcurrency?.instances ?? 0) > reservedConcurrency) {
      yield {
        key: `${key}.provisionedConcurrency.instances`,
        alsoReads: [`${key}.reservedConcurrency`],
        message: `must be at most ${key}.reservedConcurrency, which is ${reservedConcurrency}`,
      };
    }
    const throttle = api.throttles[name];
    if (throttle === undefined) continue;
    if (!isBehindApi(name)) {
      yield { key: `api.throttles.${name}`, message: 'must be removed: the function has no routes' };
    }
    if (throttle.requestsPerSecond > api.throttleRequestsPerSecond) {
      yield {
        key: `api.throttles.${name}.requestsPerSecond`,
        alsoReads: ['api.throttleRequestsPerSecond'],
        message: `must be at most api.throttleRequestsPerSecond, which is ${api.throttleRequestsPerSecond}`,
      };
    }
  }
}

/** Zones and certificates must be in the stack's region. */
function* regionRules({ network, api }: StackConfig, region: string): Generator<BrokenRule> {
  if (network.availabilityZoneNames?.some((zone) => zone.slice(0, -1) !== region)) {
    yield { key: 'network.availabilityZoneNames', message: `must be zones in aws:region, which is ${region}` };
  }
  if (api.domain !== undefined && api.domain.certificateArn.split(':')[3] !== region) {
    yield { key: 'api.domain.certificateArn', message: `must be a certificate in aws:region, which is ${region}` };
  }
}

/** Returns every rule that a configuration of valid settings violates; without a region, the rules on it are skipped. */
export function findBrokenRules(config: StackConfig, region?: string): BrokenRule[] {
  const rules = [networkRules, reachabilityRules, capacityRules, windowRules, identityRules, functionRules];
  return [...rules.flatMap((each) => [...each(config)]), ...(region === undefined ? [] : regionRules(config, region))];
}
