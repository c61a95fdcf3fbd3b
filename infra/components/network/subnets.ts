/** By what a subnet can reach: the internet both ways, the internet from inside only, nothing outside the VPC. */
export const subnetKinds = ['public', 'private', 'isolated'] as const;
export type SubnetKind = (typeof subnetKinds)[number];

/** Position of each kind in its zone's range, in eighths: private and isolated subnets, which hold the interfaces, get two. */
const subnetLayout: Readonly<Record<SubnetKind, { readonly start: number; readonly prefixGrowth: number }>> = {
  isolated: { start: 0, prefixGrowth: 2 },
  private: { start: 2, prefixGrowth: 2 },
  public: { start: 4, prefixGrowth: 3 },
};

const toNumber = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/**
 * Returns the IPv4 ranges of the subnets, by kind and in the order of the zones. Each zone has a quarter of the VPC, so
 * adding a third zone moves no subnet.
 * @param cidrBlock range of the VPC, /16 to /20
 * @param zoneCount 2 or 3
 */
export function subnetRanges(cidrBlock: string, zoneCount: number): Record<SubnetKind, string[]> {
  const [address = '', prefix = ''] = cidrBlock.split('/');
  const prefixLength = Number(prefix);
  const size = 2 ** (32 - prefixLength);
  const base = toNumber(address) - (toNumber(address) % size);
  const buildRanges = (kind: SubnetKind): string[] => {
    const { start, prefixGrowth } = subnetLayout[kind];
    return Array.from({ length: zoneCount }, (_, zone) => {
      const first = base + (zone * size) / 4 + (start * size) / 4 / 8;
      return `${toAddress(first)}/${prefixLength + 2 + prefixGrowth}`;
    });
  };
  return { public: buildRanges('public'), private: buildRanges('private'), isolated: buildRanges('isolated') };
}
