import { Database } from '#database';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Socket } from 'node:net';
import { ACCESS_CONFIG, type AccessConfig } from './access.config.ts';

const FORGET_EVERY_MS = 3_600_000;

/**
 * Gives back the names of sessions that were opened and never ran anything, `retentionDays` after they were last open.
 * One that is open stays its owner's however long: another owner's runs in it would be sent to him.
 */
@Injectable()
export class SessionRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly open = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ACCESS_CONFIG) private readonly config: AccessConfig,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.auth === 'off') return;
    const forget = (): void => void this.forgetUnused().catch(() => undefined); // the next hour tries again
    forget();
    this.timer = setInterval(forget, FORGET_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Holds a session as long as its socket is open. */
  hold(sessionId: string, socket: Socket): void {
    this.open.set(sessionId, (this.open.get(sessionId) ?? 0) + 1);
    socket.once('close', () => {
      const left = (this.open.get(sessionId) ?? 1) - 1;
      if (left === 0) this.open.delete(sessionId);
      else this.open.set(sessionId, left);
    });
  }

  /** @returns how many names were given back */
  async forgetUnused(): Promise<number> {
    await this.database.query('UPDATE session_owners SET opened_at = now() WHERE session_id = ANY($1)', [
      [...this.open.keys()],
    ]);
    const { rowCount } = await this.database.query(
      `DELETE FROM session_owners o WHERE opened_at < now() - make_interval(days => $1)
         AND NOT EXISTS (SELECT 1 FROM session_heads h WHERE h.session_id = o.session_id)
         AND NOT EXISTS (SELECT 1 FROM workflows w WHERE w.session_id = o.session_id)`,
      [this.config.retentionDays],
    );
    return rowCount ?? 0;
  }
}
