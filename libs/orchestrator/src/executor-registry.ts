import { Database } from '#database';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { WORKFLOW_VERSION } from './orchestrator.config.ts';

/** Class of the session advisory locks by which executors show that they live. */
const EXECUTOR_LOCKS = 7_301;
const RETRY_MS = 200;
/** A live executor that lost its connection has this long to lock again before others take its runs. */
const GRACE_SECONDS = 2;
/** PostgreSQL notices within some 12 seconds that the machine behind a lock is gone without a goodbye. */
const KEEPALIVES = '-c tcp_keepalives_idle=6 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3';

/**
 * Which server processes live. Each holds an advisory lock on a connection of its own: PostgreSQL gives it back however
 * the process ends, and no clock has to be trusted.
 */
@Injectable()
export class ExecutorRegistry {
  private readonly logger = new Logger(ExecutorRegistry.name);
  private client: pg.Client | undefined;
  private closed = false;
  readonly executorId = `executor-${randomUUID()}`;

  constructor(@Inject(Database) private readonly database: Database) {}

  /** From here on this process is known to live, until it leaves or dies. */
  async enrol(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.database.url,
      keepAlive: true,
      options: KEEPALIVES,
      application_name: 'season-orchestrator executor',
    });
    const lost = (): void => {
      if (this.closed || this.client !== client) return;
      this.client = undefined;
      void this.enrolAgain();
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      // Others may have given this executor up meanwhile, and forgotten it.
      const { rows } = await client.query<{ executor_number: number }>(
        `INSERT INTO executors (executor_id, application_version) VALUES ($1, $2)
         ON CONFLICT (executor_id) DO UPDATE SET last_seen = now() RETURNING executor_number`,
        [this.executorId, WORKFLOW_VERSION],
      );
      await client.query('SELECT pg_advisory_lock($1, $2)', [EXECUTOR_LOCKS, rows[0].executor_number]);
      this.client = client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  private async enrolAgain(): Promise<void> {
    this.logger.warn('The connection that holds the executor lock was lost');
    while (!this.closed)
      try {
        await this.enrol();
        return;
      } catch {
        await delay(RETRY_MS);
      }
  }

  /**
   * Says "seen now" for this executor, and returns those whose lock is gone for longer than the grace. After a restart
   * of PostgreSQL every lock is gone, so the grace counts from its start.
   */
  async deadExecutors(): Promise<string[]> {
    if (this.client === undefined) return []; // cut off ourselves: no judge of others
    await this.database.query('UPDATE executors SET last_seen = now() WHERE executor_id = $1', [
      this.executorId,
    ]);
    const { rows } = await this.database.query<{ executor_id: string }>(
      `SELECT executor_id FROM executors e
       WHERE (last_seen = '-infinity' OR
              greatest(last_seen, pg_postmaster_start_time()) < now() - make_interval(secs => $2)) AND NOT ${LOCK_HELD}`,
      [EXECUTOR_LOCKS, GRACE_SECONDS],
    );
    return rows.map(({ executor_id }) => executor_id);
  }

  async liveVersions(): Promise<string[]> {
    const { rows } = await this.database.query<{ application_version: string }>(
      `SELECT DISTINCT application_version FROM executors e WHERE ${LOCK_HELD}`,
      [EXECUTOR_LOCKS],
    );
    return rows.map(({ application_version }) => application_version);
  }

  async forget(executorId: string): Promise<void> {
    await this.database.query('DELETE FROM executors WHERE executor_id = $1', [executorId]);
  }

  /** Says goodbye: others need not wait for the grace to end. */
  async leave(): Promise<void> {
    this.closed = true;
    await this.database
      .query("UPDATE executors SET last_seen = '-infinity' WHERE executor_id = $1", [this.executorId])
      .catch(() => undefined);
    await this.client?.end().catch(() => undefined);
  }
}

const LOCK_HELD = `EXISTS (SELECT 1 FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objid = e.executor_number AND l.objsubid = 2 AND l.granted
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
