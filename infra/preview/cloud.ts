import type { Place } from '../components/place.js';
import { computeResponders } from './cloud/compute.js';
import { dataResponders } from './cloud/data.js';
import { networkResponders } from './cloud/network.js';
import { operationsResponders } from './cloud/operations.js';
import { type ResourceRequest, type ResourceState, type Responders, stableHex } from './cloud/responder.js';

const responders: Responders = {
  'pulumi:providers:aws': ({ name }) => ({ id: stableHex(name, 36) }),
  ...computeResponders,
  ...dataResponders,
  ...networkResponders,
  ...operationsResponders,
};

/**
 * Returns what AWS would respond to the creation of a resource.
 * @throws Error for a type without a responder, because an invented response would hide mistakes
 */
export function respond(request: ResourceRequest, place: Place): ResourceState {
  const responder = responders[request.type];
  if (responder === undefined) {
    throw new Error(`${request.type} (${request.name}) has no responder. Add one in infra/preview/cloud/.`);
  }
  return responder(request, place);
}

const lookups: Readonly<Record<string, (place: Place) => Record<string, unknown>>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': ({ partition, accountId }) => ({
    accountId,
    arn: `arn:${partition}:iam::${accountId}:role/preview`,
    id: accountId,
    userId: 'AROAEXAMPLEPREVIEW:preview',
  }),
  'aws:index/getAvailabilityZones:getAvailabilityZones': ({ region }) => {
    const names = ['a', 'b', 'c', 'd'].map((letter) => `${region}${letter}`);
    return { id: region, names, zoneIds: names, groupNames: [region] };
  },
  'aws:index/getPartition:getPartition': ({ partition }) => ({
    partition,
    id: partition,
    dnsSuffix: 'amazonaws.com',
    reverseDnsPrefix: 'com.amazonaws',
  }),
  'aws:secretsmanager/getRandomPassword:getRandomPassword': () => ({
    randomPassword: stableHex('password', 40),
    id: 'none',
  }),
};

/** @throws Error for a lookup that is not in the table */
export function runLookup(token: string, place: Place): Record<string, unknown> {
  const answer = lookups[token];
  if (answer === undefined)
    throw new Error(`${token} is not available in an offline plan. Add it to infra/preview/cloud.ts.`);
  return answer(place);
}
