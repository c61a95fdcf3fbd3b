import * as aws from '@pulumi/aws';
import type { StackConfig } from '../../config/settings/stack.js';

/** Where a stack is; part of every ARN. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** Asks AWS whose credentials the program runs with. */
export async function findPlace(region: string, provider: aws.Provider): Promise<Place> {
  const { accountId } = await aws.getCallerIdentity({}, { provider });
  const { partition } = await aws.getPartition({}, { provider });
  return { partition, region, accountId };
}

/** The zones that the configuration names, or the first ones of the region. */
export async function findAvailabilityZones(
  { availabilityZoneCount, availabilityZoneNames }: StackConfig['network'],
  provider: aws.Provider,
): Promise<readonly string[]> {
  if (availabilityZoneNames !== undefined) return availabilityZoneNames;
  // A region may have Local Zones and Wavelength Zones besides, which are opted into.
  const { names } = await aws.getAvailabilityZones(
    { state: 'available', filters: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }] },
    { provider },
  );
  return names.slice(0, availabilityZoneCount);
}
