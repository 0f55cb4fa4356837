import { describe, expect, it } from '@jest/globals';
import { RequestRate, RequestRateError, rateHeaders } from './request-rate.ts';

describe(RequestRate.name, () => {
  it('lets as many through as it says, and tells how many are left', async () => {
    const rate = new RequestRate(2);

    expect(await rate.count('a')).toMatchObject({ limit: 2, remaining: 1 });
    expect(await rate.count('a')).toMatchObject({ limit: 2, remaining: 0 });
    const refused = await rate.count('a').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RequestRateError);
    const { standing, retry_after_seconds, httpStatus } = refused as RequestRateError;
    expect(httpStatus).toBe(429);
    expect(standing).toEqual({ limit: 2, remaining: 0, resetSeconds: retry_after_seconds });
    expect(retry_after_seconds).toBeGreaterThan(0);
    expect(retry_after_seconds).toBeLessThanOrEqual(60);
    expect(await rate.count('b')).toMatchObject({ remaining: 1 });
  });

  it('counts nothing without a bound', async () => {
    const rate = new RequestRate(null);

    for (let i = 0; i < 1_000; i++) expect(await rate.count('a')).toBeNull();
  });

  it('says its standing in the headers that clients read', () => {
    expect(rateHeaders({ limit: 300, remaining: 7, resetSeconds: 12 })).toEqual({
      'RateLimit-Limit': '300',
      'RateLimit-Remaining': '7',
      'RateLimit-Reset': '12',
      'RateLimit-Policy': '300;w=60',
    });
  });
});
