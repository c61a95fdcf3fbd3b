import { minUnreservedConcurrency, sumReservedConcurrency } from '../demand/concurrency.js';
import { externalServices, type FunctionName, functionNames, getFunctionDefinition } from '../functions.js';
import type { StackConfig } from './stack.js';

/** A rule that spans several settings, broken. */
export interface BrokenRule {
  /** The key to change. */
  readonly key: string;
  /** The other keys that the rule reads; where one of them is wrong by itself, this finding would mislead. */
  readonly alsoReads: readonly string[];
  readonly message: string;
}

/** Functions that API Gateway stands before, which waits no longer than this. */
const apiTimeoutLimitSeconds = 30;

const minutesPerDay = 24 * 60;

/** How long Aurora's daily backup window is. */
const backupMinutes = 30;

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const parseMinutesOfDay = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Minutes of the week, of a moment such as `sun:08:30`. */
const parseMinutesOfWeek = (moment: string): number =>
  weekdays.indexOf(moment.slice(0, 3)) * minutesPerDay + parseMinutesOfDay(moment.slice('sun:'.length));

/** Minutes from one moment to another one, forward, in what comes again and again. */
const minutesBetween = (from: number, to: number, every = minutesPerDay): number =>
  (((to - from) % every) + every) % every;

function* networkRules({ network }: StackConfig): Generator<BrokenRule> {
  const prefixLength = Number(network.cidrBlock.split('/')[1]);
  if (prefixLength < 16 || prefixLength > 20) {
    yield {
      key: 'network.cidrBlock',
      alsoReads: [],
      message: 'must be a /16 to /20: a VPC may not be larger, and three subnets in each zone need as much',
    };
  }
  const zones = network.availabilityZoneNames;
  if (zones === undefined) return;
  if (zones.length !== network.availabilityZoneCount) {
    yield {
      key: 'network.availabilityZoneCount',
      alsoReads: ['network.availabilityZoneNames'],
      message: `must be the number of network.availabilityZoneNames, which are ${zones.length}`,
    };
  }
  if (new Set(zones).size !== zones.length) {
    yield { key: 'network.availabilityZoneNames', alsoReads: [], message: 'must name each zone once' };
  }
}

/**
 * Services whose names have no IPv6 address that AWS has confirmed: its endpoint pages list IPv4 names alone. They are
 * out of reach over an egress-only gateway.
 */
const servicesWithoutIpv6: readonly string[] = ['bedrock-runtime'];

/** Whoever calls a service outside of the VPC must get there: by an endpoint, over IPv6, or through a NAT gateway. */
function* reachabilityRules({ network }: StackConfig): Generator<BrokenRule> {
  if (network.natStrategy !== 'none') return;
  const called = new Set(Object.values(externalServices));
  const unreachable = [...called].filter(
    (service) =>
      !network.interfaceEndpoints.includes(service) && (!network.dualStack || servicesWithoutIpv6.includes(service)),
  );
  if (unreachable.length === 0) return;
  const ways = network.dualStack
    ? 'there is no NAT gateway and it has no IPv6'
    : 'there is neither NAT gateway nor IPv6';
  yield {
    key: 'network.interfaceEndpoints',
    alsoReads: ['network.natStrategy', 'network.dualStack'],
    message: `must contain ${unreachable.join(' and ')}: functions call it, ${ways}`,
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
      message: `must be left out, or database.minCapacityAcu be 0 (it is ${minCapacityAcu}): a cluster pauses only where it may shrink to nothing`,
    };
  }
  if (!pauses && minCapacityAcu === 0) {
    yield {
      key: 'database.autoPauseSeconds',
      alsoReads: ['database.minCapacityAcu'],
      message: 'must be set, from 300 to 86400, where database.minCapacityAcu is 0',
    };
  }
  if (pauses && proxy) {
    yield {
      key: 'database.proxy',
      alsoReads: ['database.autoPauseSeconds'],
      message:
        'must be false where database.autoPauseSeconds is set: RDS Proxy holds connections, so the cluster would never pause',
    };
  }
}

function* windowRules({ database }: StackConfig): Generator<BrokenRule> {
  const { backupStartsAt, maintenanceWindow } = database;
  const [from = 0, to = 0] = maintenanceWindow.split('-').map(parseMinutesOfWeek);
  const lengthMinutes = minutesBetween(from, to, 7 * minutesPerDay);
  if (lengthMinutes < 30 || lengthMinutes > minutesPerDay) {
    yield {
      key: 'database.maintenanceWindow',
      alsoReads: [],
      message: 'must be from 30 minutes to a day long, and so begin and end on one weekday or the next',
    };
    return;
  }
  const backup = parseMinutesOfDay(backupStartsAt);
  const overlaps = minutesBetween(from, backup) < lengthMinutes || minutesBetween(backup, from) < backupMinutes;
  if (overlaps) {
    yield {
      key: 'database.maintenanceWindow',
      alsoReads: ['database.backupStartsAt'],
      message: `must not overlap the half hour from database.backupStartsAt, which is ${backupStartsAt}`,
    };
  }
}

function* identityRules({ identity }: StackConfig): Generator<BrokenRule> {
  if (identity.threatProtection !== 'off' && identity.tier !== 'plus') {
    yield {
      key: 'identity.threatProtection',
      alsoReads: ['identity.tier'],
      message: `must be off, or identity.tier be plus (it is ${identity.tier}): no other tier has threat protection`,
    };
  }
  if (identity.domainPrefix !== undefined && identity.callbackUrls.length === 0) {
    yield {
      key: 'identity.callbackUrls',
      alsoReads: ['identity.domainPrefix'],
      message: 'must name at least one URL where identity.domainPrefix is set',
    };
  }
}

const isBehindApi = (name: FunctionName): boolean => getFunctionDefinition(name).routes.length > 0;

function* functionRules({ functions, api }: StackConfig): Generator<BrokenRule> {
  const reserved = sumReservedConcurrency(functions);
  if (reserved > 0 && functions.accountConcurrency < reserved + minUnreservedConcurrency) {
    yield {
      key: 'functions.accountConcurrency',
      alsoReads: ['functions.overrides'],
      message: `must be at least ${reserved + minUnreservedConcurrency}: the functions reserve ${reserved}, and Lambda keeps ${minUnreservedConcurrency} that nobody reserves`,
    };
  }
  for (const name of functionNames) {
    const key = `functions.overrides.${name}`;
    const { timeoutSeconds = 0, reservedConcurrency, provisionedConcurrency } = functions.overrides[name] ?? {};
    if (isBehindApi(name) && timeoutSeconds >= apiTimeoutLimitSeconds) {
      yield {
        key: `${key}.timeoutSeconds`,
        alsoReads: [],
        message: `must be under ${apiTimeoutLimitSeconds}: API Gateway waits no longer`,
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
      yield { key: `api.throttles.${name}`, alsoReads: [], message: 'must be left out: the function has no routes' };
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

/** What names a place must be where the stack is. */
function* regionRules({ network, api }: StackConfig, region: string): Generator<BrokenRule> {
  if (network.availabilityZoneNames?.some((zone) => zone.slice(0, -1) !== region)) {
    yield {
      key: 'network.availabilityZoneNames',
      alsoReads: [],
      message: `must be zones of aws:region, which is ${region}`,
    };
  }
  if (api.domain !== undefined && api.domain.certificateArn.split(':')[3] !== region) {
    yield {
      key: 'api.domain.certificateArn',
      alsoReads: [],
      message: `must be of a certificate in aws:region, which is ${region}`,
    };
  }
}

/** Every rule that a configuration breaks whose single settings are right; of its region too where that is known. */
export function findBrokenRules(config: StackConfig, region?: string): BrokenRule[] {
  const rules = [networkRules, reachabilityRules, capacityRules, windowRules, identityRules, functionRules];
  return [...rules.flatMap((each) => [...each(config)]), ...(region === undefined ? [] : regionRules(config, region))];
}
