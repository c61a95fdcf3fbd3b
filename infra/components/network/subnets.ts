/** What a subnet's instances can reach: the internet both ways, the internet from inside, nothing outside the VPC. */
export const subnetKinds = ['public', 'private', 'isolated'] as const;
export type SubnetKind = (typeof subnetKinds)[number];

/** The kinds share a zone's range as 1:2:2 eighths, so that what holds functions and the database has the room. */
const subnetLayout: Readonly<Record<SubnetKind, { readonly start: number; readonly prefixGrowth: number }>> = {
  isolated: { start: 0, prefixGrowth: 2 },
  private: { start: 2, prefixGrowth: 2 },
  public: { start: 4, prefixGrowth: 3 },
};

const toNumber = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/**
 * The IPv4 range of each subnet: a quarter of the VPC for each zone, whether there are two or three, so that a third zone
 * moves none of the others.
 * @param cidrBlock range of the VPC, /16 to /20
 * @param zoneCount 2 or 3
 */
export function subnetRanges(cidrBlock: string, zoneCount: number): Record<SubnetKind, string[]> {
  const [address = '', prefix = ''] = cidrBlock.split('/');
  const prefixLength = Number(prefix);
  const size = 2 ** (32 - prefixLength);
  const base = toNumber(address) - (toNumber(address) % size);
  const buildRange = (zone: number, kind: SubnetKind): string => {
    const { start, prefixGrowth } = subnetLayout[kind];
    const first = base + (zone * size) / 4 + (start * size) / 4 / 8;
    return `${toAddress(first)}/${prefixLength + 2 + prefixGrowth}`;
  };
  const zones = Array.from({ length: zoneCount }, (_, zone) => zone);
  return {
    public: zones.map((zone) => buildRange(zone, 'public')),
    private: zones.map((zone) => buildRange(zone, 'private')),
    isolated: zones.map((zone) => buildRange(zone, 'isolated')),
  };
}
