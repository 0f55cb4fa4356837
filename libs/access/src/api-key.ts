import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 16 hex digits: enough to tell keys apart; it is no secret. */
const TOKEN = /^so_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

export interface ApiKeyToken {
  readonly keyId: string;
  readonly secret: string;
}

export interface NewApiKey {
  readonly keyId: string;
  /** Shown once, kept nowhere. */
  readonly token: string;
  readonly secretHash: Buffer;
}

/** A new key: 256 random bits, so that a plain SHA-256 of it cannot be searched and needs no salt or stretching. */
export function newApiKey(): NewApiKey {
  const keyId = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { keyId, token: `so_${keyId}_${secret}`, secretHash: hashOf(secret) };
}

/** The parts of a token; null when it is none. */
export function parseToken(text: string): ApiKeyToken | null {
  const match = TOKEN.exec(text);
  return match === null ? null : { keyId: match[1], secret: match[2] };
}

/** In a time that does not depend on where the two differ. */
export function secretMatches(secret: string, secretHash: Buffer): boolean {
  return timingSafeEqual(hashOf(secret), secretHash);
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
