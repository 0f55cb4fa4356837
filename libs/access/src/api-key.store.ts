import type { Database } from '#database';
import { newApiKey } from './api-key.ts';

/** Tells every node that keys were made or revoked. */
export const API_KEYS_CHANNEL = 'api_keys_changed';

const OWNER = /^[A-Za-z0-9._-]{1,64}$/;

export interface ApiKey {
  readonly key_id: string;
  readonly owner: string;
  readonly created_at: Date;
  readonly revoked_at: Date | null;
}

export interface UsableKey {
  readonly owner: string;
  readonly secretHash: Buffer;
}

/** API keys in PostgreSQL. Of the secrets it holds the SHA-256 alone. */
export class ApiKeyStore {
  private readonly database: Pick<Database, 'query'>;

  constructor(database: Pick<Database, 'query'>) {
    this.database = database;
  }

  /**
   * @param owner whose things the key sees; a second key of one owner lets keys be changed without a pause
   * @returns the key and its token, which cannot be read again
   * @throws RangeError when the owner is no name
   */
  async create(owner: string): Promise<{ readonly keyId: string; readonly token: string }> {
    if (!OWNER.test(owner))
      throw new RangeError('a name is 1 to 64 characters from A-Z a-z 0-9 . _ -, such as "planning-team"');
    const { keyId, token, secretHash } = newApiKey();
    await this.database.query('INSERT INTO api_keys (key_id, owner, secret_hash) VALUES ($1, $2, $3)', [
      keyId,
      owner,
      secretHash,
    ]);
    await this.announce();
    return { keyId, token };
  }

  /** Every key there was, newest first. */
  async list(): Promise<ApiKey[]> {
    const { rows } = await this.database.query<ApiKey>(
      'SELECT key_id, owner, created_at, revoked_at FROM api_keys ORDER BY created_at DESC, key_id',
    );
    return rows;
  }

  /** @returns whether there was such a key that was not revoked yet */
  async revoke(keyId: string): Promise<boolean> {
    const { rowCount } = await this.database.query(
      'UPDATE api_keys SET revoked_at = now() WHERE key_id = $1 AND revoked_at IS NULL',
      [keyId],
    );
    await this.announce();
    return rowCount === 1;
  }

  async usable(): Promise<Map<string, UsableKey>> {
    const { rows } = await this.database.query<{ key_id: string; owner: string; secret_hash: Buffer }>(
      'SELECT key_id, owner, secret_hash FROM api_keys WHERE revoked_at IS NULL',
    );
    return new Map(
      rows.map(({ key_id, owner, secret_hash }) => [key_id, { owner, secretHash: secret_hash }]),
    );
  }

  private async announce(): Promise<void> {
    await this.database.query('SELECT pg_notify($1, $2)', [API_KEYS_CHANNEL, '']);
  }
}
