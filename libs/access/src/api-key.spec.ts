import { describe, expect, it } from '@jest/globals';
import { newApiKey, parseToken, secretMatches } from './api-key.ts';

describe(newApiKey.name, () => {
  it('makes keys that differ, whose secret is not what is kept', () => {
    const keys = Array.from({ length: 100 }, newApiKey);

    expect(new Set(keys.map(({ token }) => token)).size).toBe(100);
    for (const { token, secretHash } of keys) {
      expect(secretHash).toHaveLength(32);
      expect(token).not.toContain(secretHash.toString('base64url'));
    }
  });

  it('makes tokens that are read again and match their own hash alone', () => {
    const [key, other] = [newApiKey(), newApiKey()];
    const parsed = parseToken(key.token);

    expect(parsed?.keyId).toBe(key.keyId);
    expect(secretMatches(parsed?.secret ?? '', key.secretHash)).toBe(true);
    expect(secretMatches(parsed?.secret ?? '', other.secretHash)).toBe(false);
  });
});

describe(parseToken.name, () => {
  const { token } = newApiKey();

  it.each([
    '',
    'so_',
    token.slice(1),
    `${token}A`,
    token.slice(0, -1),
    `${token}\n`,
    token.toUpperCase(),
    ` ${token}`,
  ])('takes nothing but a token: %j', (text) => {
    expect(parseToken(text)).toBeNull();
  });
});
