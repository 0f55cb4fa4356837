export interface AccessConfig {
  /** `api-key`: every request names its owner by a key. `off`: everybody is one. */
  readonly auth: 'off' | 'api-key';
  /** Requests a minute for each key, or address where there is none; null for no bound. */
  readonly requestsPerMinute: number | null;
  /** Web origins, beside the server's own, whose pages may change things. */
  readonly allowedOrigins: readonly string[];
  /** Paths (or whole folders, with `/` last) that need no key: probes, and documents that hold nothing of anybody. */
  readonly openPaths: readonly string[];
  /** How long the name of a session that was opened and never ran anything is kept for its owner. */
  readonly retentionDays: number;
  /** Paths that are not counted: a load balancer asks more often than a person. */
  readonly uncountedPaths: readonly string[];
}

export const ACCESS_CONFIG = Symbol('AccessConfig');
