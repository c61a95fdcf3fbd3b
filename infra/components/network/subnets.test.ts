import { describe, expect, it } from 'vitest';
import { subnetRanges } from './subnets.js';

const parseBounds = (range: string): [number, number] => {
  const [address = '', prefix = ''] = range.split('/');
  const first = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [first, first + 2 ** (32 - Number(prefix))];
};

describe('the ranges of subnets', () => {
  it('are these in the VPC of the 2025 cost study', () => {
    expect(subnetRanges('10.0.0.0/16', 2)).toEqual({
      public: ['10.0.32.0/21', '10.0.96.0/21'],
      private: ['10.0.16.0/20', '10.0.80.0/20'],
      isolated: ['10.0.0.0/20', '10.0.64.0/20'],
    });
  });

  it('stay the same when a third zone is added', () => {
    const [two, three] = [subnetRanges('10.0.0.0/16', 2), subnetRanges('10.0.0.0/16', 3)];
    for (const kind of ['public', 'private', 'isolated'] as const) {
      expect(three[kind].slice(0, 2)).toEqual(two[kind]);
      expect(three[kind]).toHaveLength(3);
    }
  });

  it("start at the range's base for any address in it", () => {
    expect(subnetRanges('10.0.255.7/16', 2)).toEqual(subnetRanges('10.0.0.0/16', 2));
  });

  it.each([16, 17, 18, 19, 20].flatMap((prefix) => [2, 3].map((zones): [number, number] => [prefix, zones])))(
    'of a /%i in %i zones lie in it, overlap nowhere and are large enough for AWS',
    (prefix, zones) => {
      const [first, end] = parseBounds(`172.16.0.0/${prefix}`);
      const all = Object.values(subnetRanges(`172.16.0.0/${prefix}`, zones)).flat();
      const bounds = all.map(parseBounds).sort(([one], [other]) => one - other);
      for (const [index, [start, stop]] of bounds.entries()) {
        expect(start).toBeGreaterThanOrEqual(first);
        expect(stop).toBeLessThanOrEqual(end);
        expect(start % (stop - start)).toBe(0);
        expect(start).toBeGreaterThanOrEqual(bounds[index - 1]?.[1] ?? 0);
        // A subnet is a /16 to /28; the smallest here must hold the addresses of endpoints and NAT gateways.
        expect(stop - start).toBeGreaterThanOrEqual(64);
      }
    },
  );
});
