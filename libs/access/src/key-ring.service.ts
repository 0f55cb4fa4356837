import { Database } from '#database';
import { UnauthenticatedError } from '#errors';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { parseToken, secretMatches } from './api-key.ts';
import { API_KEYS_CHANNEL, ApiKeyStore, type UsableKey } from './api-key.store.ts';
import { ACCESS_CONFIG, type AccessConfig } from './access.config.ts';

/** An unknown key waits until the ring has looked again, which it does at most this often. */
const RELOAD_INTERVAL_MS = 100;
/** Notifications can be lost with their connection: what they said is known this much later at the latest. */
const POLL_MS = 10_000;

export interface KeyHolder {
  readonly keyId: string;
  readonly owner: string;
}

/** The usable keys, in memory: a refused request costs a hash and no query. */
@Injectable()
export class KeyRing implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(KeyRing.name);
  private readonly store: ApiKeyStore;
  private keys: ReadonlyMap<string, UsableKey> = new Map();
  private loading: Promise<void> | undefined;
  private stale = false;
  private loadedAt = -Infinity;
  private nextReload: Promise<void> | undefined;
  private readonly connections = new Map<string, Set<() => void>>();
  private stopListening: (() => Promise<void>) | undefined;
  private poll: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ACCESS_CONFIG) private readonly config: AccessConfig,
  ) {
    this.store = new ApiKeyStore(database);
  }

  async onModuleInit(): Promise<void> {
    if (this.config.auth === 'off') return;
    const look = (): void =>
      void this.reload().catch((error: unknown) =>
        this.logger.warn({ err: error }, 'API keys could not be read; the last known ones hold'),
      );
    this.stopListening = await this.database.listen(API_KEYS_CHANNEL, look, look);
    await this.reload();
    if (this.keys.size === 0)
      this.logger.warn('AUTH is api-key and there is no key yet: npm run keys -- create NAME');
    this.poll = setInterval(look, POLL_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.poll);
    await this.stopListening?.();
  }

  /** @throws UnauthenticatedError, the same for every way in which a key can be wrong */
  async holderOf(token: string | null): Promise<KeyHolder> {
    if (token === null) throw unauthenticated('This server asks for an API key, and the request has none.');
    const parsed = parseToken(token);
    if (parsed === null) throw unauthenticated('The API key is not valid.');
    if (!this.keys.has(parsed.keyId)) await this.reloadForUnknown();
    const key = this.keys.get(parsed.keyId);
    if (key === undefined || !secretMatches(parsed.secret, key.secretHash))
      throw unauthenticated('The API key is not valid.');
    return { keyId: parsed.keyId, owner: key.owner };
  }

  /** `end` is called when the key is revoked. @returns what to call when the connection has ended by itself */
  endWith(keyId: string, end: () => void): () => void {
    let ends = this.connections.get(keyId);
    if (ends === undefined) this.connections.set(keyId, (ends = new Set()));
    ends.add(end);
    return () => {
      ends.delete(end);
      if (ends.size === 0 && this.connections.get(keyId) === ends) this.connections.delete(keyId);
    };
  }

  /** One look for all who ask until it begins: guesses cannot keep the database busy. */
  private reloadForUnknown(): Promise<void> {
    const wait = Math.max(0, this.loadedAt + RELOAD_INTERVAL_MS - performance.now());
    this.nextReload ??= delay(wait).then(() => {
      this.nextReload = undefined;
      return this.reload();
    });
    return this.nextReload;
  }

  /** One query at a time; news that come meanwhile are read after it. */
  private reload(): Promise<void> {
    if (this.loading !== undefined) {
      this.stale = true;
      return this.loading;
    }
    this.loadedAt = performance.now();
    this.loading = (async () => {
      do {
        this.stale = false;
        this.keys = await this.store.usable();
      } while (this.stale);
      for (const [keyId, ends] of [...this.connections])
        if (!this.keys.has(keyId)) for (const end of [...ends]) end();
    })().finally(() => (this.loading = undefined));
    return this.loading;
  }
}

function unauthenticated(message: string): UnauthenticatedError {
  return new UnauthenticatedError(message, {
    suggestions: [
      'Send the header "Authorization: Bearer KEY"; browsers offer the WebSocket subprotocols "season-orchestrator" and "bearer.KEY".',
      'Whoever runs the server makes keys with: npm run keys -- create NAME',
    ],
  });
}
