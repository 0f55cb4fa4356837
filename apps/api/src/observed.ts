import { WorkerPool } from '#agent-handoff';
import { DEFAULT_DATASET, DatasetStore, DefaultDataset } from '#context-assembly';
import { Database } from '#database';
import { DataNotFoundError, ServiceUnavailableError } from '#errors';
import type { Observed } from '#operations';
import { ConnectionManager } from '#streaming';
import type { FactoryProvider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { WORKFLOW_STATUSES } from '#contracts';

/** Calls of agents that may wait for a thread before a node is better spared. */
const MAX_QUEUED_CALLS = 1_000;

/** What health and metrics look at. */
export const observed: Omit<FactoryProvider<Observed>, 'provide'> = {
  inject: [ModuleRef, Database, WorkerPool, ConnectionManager],
  useFactory: (
    moduleRef: ModuleRef,
    database: Database,
    workers: WorkerPool,
    connections: ConnectionManager,
  ): Observed => ({
    checks: [
      { name: 'database', check: async () => void (await database.query('SELECT 1')) },
      {
        name: 'workers',
        check: async () => {
          if (workers.size === 0) throw new ServiceUnavailableError('no thread is alive');
          if (workers.queued > MAX_QUEUED_CALLS)
            throw new ServiceUnavailableError(`${workers.queued} calls wait for a thread`);
        },
      },
      {
        name: 'dataset',
        check: async () => {
          moduleRef.get(DefaultDataset, { strict: false }).requireFiles();
          const store = moduleRef.get(DatasetStore, { strict: false });
          if ((await store.categories(DEFAULT_DATASET)).length === 0)
            throw new DataNotFoundError('The data set "default" is not there.');
        },
      },
    ],
    gauges: [
      {
        name: 'season_runs',
        help: 'Runs that are kept, by their state',
        labels: ['status'],
        read: async () => {
          const { rows } = await database.query<{ status: string; count: number }>(
            'SELECT status, count(*)::int AS count FROM workflows GROUP BY status',
          );
          const counts = new Map(rows.map(({ status, count }) => [status, count]));
          return WORKFLOW_STATUSES.map((status) => ({ labels: { status }, value: counts.get(status) ?? 0 }));
        },
      },
      {
        name: 'season_queue_depth',
        help: 'Runs that wait for their turn, on any node, and calls of agents that wait for a thread of this one',
        labels: ['queue'],
        read: async () => {
          const { rows } = await database.query<{ count: number }>(
            "SELECT count(*)::int AS count FROM workflows WHERE status = 'pending' AND finished_at IS NULL",
          );
          return [
            { labels: { queue: 'runs' }, value: rows[0].count },
            { labels: { queue: 'agent_calls' }, value: workers.queued },
          ];
        },
      },
      {
        name: 'season_sockets',
        help: 'WebSockets and event streams that are open on this node',
        read: () => [{ value: connections.count() }],
      },
    ],
  }),
};
