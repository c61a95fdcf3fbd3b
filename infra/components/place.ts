import * as aws from '@pulumi/aws';

/** The account and region of a stack, as they appear in ARNs. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** Reads partition and account from the provider's credentials. */
export async function findPlace(region: string, provider: aws.Provider): Promise<Place> {
  const { accountId } = await aws.getCallerIdentity({}, { provider });
  const { partition } = await aws.getPartition({}, { provider });
  return { partition, region, accountId };
}

/** Returns the ARN of something in this account and region. `resource` is the part behind the account. */
export const buildArn = ({ partition, region, accountId }: Place, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${resource}`;

/** Returns the regional host name of an AWS service, which is its name as a principal and in `kms:ViaService`. */
export const buildServiceHost = ({ region }: Place, service: string): string => `${service}.${region}.amazonaws.com`;

/** Lists the first zones of the region, without the Local Zones and Wavelength Zones that an account can opt in to. */
export async function findAvailabilityZones(count: number, provider: aws.Provider): Promise<readonly string[]> {
  const { names } = await aws.getAvailabilityZones(
    { state: 'available', filters: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }] },
    { provider },
  );
  return names.slice(0, count);
}
