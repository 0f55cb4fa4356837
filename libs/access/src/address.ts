import { isIPv6 } from 'node:net';

/**
 * What an address is counted as. Whoever has one IPv6 address has its whole /64 (RFC 6177), so that all of it is one;
 * an IPv4 address written as IPv6 is itself.
 */
export function countedAddress(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address);
  if (mapped !== null) return mapped[1];
  if (!isIPv6(address)) return address;
  const [head, tail] = address.split('%')[0].split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const rest = tail === '' ? [] : tail.split(':');
    while (groups.length + rest.length < 8) groups.push('0');
    groups.push(...rest);
  }
  return `${groups.slice(0, 4).join(':').toLowerCase()}::/64`;
}
