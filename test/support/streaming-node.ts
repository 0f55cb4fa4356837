import { Database, DatabaseModule } from '#database';
import {
  SESSION_ACCESS,
  ConnectionManager,
  EventLog,
  EventPublisher,
  SessionPathWsAdapter,
  StreamingModule,
  WORKFLOW_LOOKUP,
  type SessionAccess,
  type StreamingConfig,
} from '#streaming';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { AddressInfo } from 'node:net';
import { ErrorBodies } from './error-bodies.filter.ts';

export interface StreamingNode {
  readonly app: NestExpressApplication;
  readonly database: Database;
  readonly log: EventLog;
  readonly publisher: EventPublisher;
  readonly connections: ConnectionManager;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** WebSocket address of a session. */
  session(sessionId: string, after?: number | string): string;
  close(): Promise<void>;
}

export interface StreamingNodeOptions extends Partial<StreamingConfig> {
  readonly access?: SessionAccess;
}

/** One node of the streaming part alone, on a real database. Runs are found by their events, `unstarted:S` in session S. */
export async function startStreamingNode(
  databaseUrl: string,
  { access, ...config }: StreamingNodeOptions = {},
): Promise<StreamingNode> {
  @Module({
    imports: [
      DatabaseModule.forUrl(databaseUrl),
      StreamingModule.forRoot({
        heartbeatIntervalMs: 30_000,
        allowedOrigins: null,
        maxSocketsPerAddress: null,
        ...config,
      }),
    ],
    providers: [
      {
        provide: WORKFLOW_LOOKUP,
        inject: [Database],
        useFactory: (database: Database) => ({
          sessionOf: async (workflowId: string) => {
            if (workflowId.startsWith('unstarted:')) return workflowId.slice('unstarted:'.length);
            const { rows } = await database.query<{ session_id: string }>(
              'SELECT session_id FROM workflow_events WHERE workflow_id = $1 LIMIT 1',
              [workflowId],
            );
            return rows.length === 0 ? null : rows[0].session_id;
          },
        }),
      },
      ...(access === undefined ? [] : [{ provide: SESSION_ACCESS, useValue: access }]),
    ],
  })
  class NodeModule {}

  const testing = await Test.createTestingModule({ imports: [NodeModule] }).compile();
  const app = testing.createNestApplication<NestExpressApplication>({ logger: false });
  app.setGlobalPrefix('api', { exclude: ['docs/asyncapi.json'] });
  app.useGlobalFilters(new ErrorBodies());
  app.useWebSocketAdapter(new SessionPathWsAdapter(app));
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
  return {
    app,
    database: app.get(Database),
    log: app.get(EventLog),
    publisher: app.get(EventPublisher),
    connections: app.get(ConnectionManager),
    url: `http://127.0.0.1:${port}`,
    session: (sessionId, after) =>
      `ws://127.0.0.1:${port}/ws/orchestrator/${sessionId}${after === undefined ? '' : `?after=${after}`}`,
    close: () => app.close(),
  };
}
