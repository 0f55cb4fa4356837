import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { PlanDraft } from '#contracts';

/**
 * SHA-256, in hexadecimal, of a value's canonical JSON (RFC 8785): equal for equal content, whatever the order of keys.
 *
 * @throws TypeError for a value that JSON cannot hold (NaN, infinite numbers, undefined as a whole)
 */
export function canonicalHash(value: unknown): string {
  const json = canonicalize(value);
  if (json === undefined) throw new TypeError('A value that JSON cannot hold has no hash.');
  return createHash('sha256').update(json, 'utf8').digest('hex');
}

/** Hash of {parameters, options, demand, inventory, pricing}: what a plan says, without ids, times and versions. */
export const planHash = ({ parameters, options, demand, inventory, pricing }: PlanDraft): string =>
  canonicalHash({ parameters, options, demand, inventory, pricing });
