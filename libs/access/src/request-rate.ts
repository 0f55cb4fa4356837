import { RateLimitedError } from '#errors';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

/** Where a caller stands in its window. */
export interface RateStanding {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** Requests a minute of each caller, counted on this node. */
export class RequestRate {
  private readonly limiter: RateLimiterMemory | null;
  private readonly limit: number;

  /** @param perMinute null for no bound */
  constructor(perMinute: number | null) {
    this.limit = perMinute ?? 0;
    this.limiter =
      perMinute === null ? null : new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  }

  /**
   * Counts one request.
   *
   * @returns the caller's standing, null without a bound
   * @throws RateLimitedError with the seconds until the window ends
   */
  async count(caller: string): Promise<RateStanding | null> {
    if (this.limiter === null) return null;
    try {
      return this.standing(await this.limiter.consume(caller));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const { resetSeconds } = this.standing(refused);
      throw new RequestRateError(this.limit, resetSeconds);
    }
  }

  private standing({ remainingPoints, msBeforeNext }: RateLimiterRes): RateStanding {
    return {
      limit: this.limit,
      remaining: remainingPoints,
      resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    };
  }
}

export class RequestRateError extends RateLimitedError {
  readonly standing: RateStanding;

  constructor(limit: number, resetSeconds: number) {
    super(
      `More than ${limit} requests in a minute; the next is answered in ${resetSeconds} s.`,
      resetSeconds,
      {
        details: { limit, window_seconds: WINDOW_SECONDS },
        suggestions: [
          'Wait as Retry-After says.',
          'Follow a run by its event stream or WebSocket instead of asking for its state.',
        ],
      },
    );
    this.standing = { limit, remaining: 0, resetSeconds };
  }
}

/** Headers of draft-ietf-httpapi-ratelimit-headers-06, the form that clients read today. */
export function rateHeaders({ limit, remaining, resetSeconds }: RateStanding): Record<string, string> {
  return {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(resetSeconds),
    'RateLimit-Policy': `${limit};w=${WINDOW_SECONDS}`,
  };
}
