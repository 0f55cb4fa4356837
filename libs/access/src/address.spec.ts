import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isIPv6 } from 'node:net';
import { countedAddress } from './address.ts';

describe(countedAddress.name, () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, 'unknown'],
  ])('counts %s as %s', (address, counted) => {
    expect(countedAddress(address)).toBe(counted);
  });

  it('counts all addresses of one /64 as one, and those of two as two', () => {
    const group = fc.integer({ min: 1, max: 0xffff }).map((value) => value.toString(16));
    const groups = fc.array(group, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(groups, groups, groups, (network, host, other) => {
        const of = (low: string[], high = network): string => countedAddress([...high, ...low].join(':'));
        expect(isIPv6([...network, ...host].join(':'))).toBe(true);
        expect(of(host)).toBe(of(other));
        expect(of(host, other) === of(host)).toBe(other.join() === network.join());
      }),
    );
  });
});
