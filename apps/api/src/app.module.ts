import { Access, AccessModule } from '#access';
import { AgentHandoffModule } from '#agent-handoff';
import { AgentsModule } from '#agents';
import { ContextAssemblyModule } from '#context-assembly';
import { DatabaseModule } from '#database';
import { ErrorsModule } from '#errors';
import { OperationsModule } from '#operations';
import { OrchestratorModule } from '#orchestrator';
import { ParameterExtractionModule } from '#parameter-extraction';
import { SESSION_ACCESS, StreamingModule, apiKeyOf, type SessionAccess } from '#streaming';
import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import { observed } from './observed.ts';

/** Bounds when others than this machine can reach the server. */
const PUBLIC_BOUNDS = { requestsPerMinute: 300, socketsPerAddress: 100, runsPerOwner: 50 };
const NO_BOUNDS = { requestsPerMinute: null, socketsPerAddress: null, runsPerOwner: null };

/** Probes, and documents that hold nothing of anybody. */
const OPEN_PATHS = ['/health/live', '/health/ready', '/docs', '/docs/', '/docs-json', '/docs/asyncapi.json'];
const UNCOUNTED_PATHS = ['/health/live', '/health/ready', '/metrics'];

/** Lets streaming ask access about a WebSocket upgrade; the two do not know each other. */
const sessionAccess = {
  provide: SESSION_ACCESS,
  inject: [Access],
  useFactory: (access: Access): SessionAccess => ({
    authorise: (request, sessionId) => access.admitToSession(request, sessionId, apiKeyOf(request)),
  }),
};

/** Wires the libs together; nothing else lives here. */
@Module({})
export class AppModule {
  static forRoot(config: Config, databaseUrl: string, logger: Logger): DynamicModule {
    const { values, isLoopback } = config;
    const threads = availableParallelism();
    const bounds = isLoopback ? NO_BOUNDS : PUBLIC_BOUNDS;
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: { logger }, useExisting: true }),
        ErrorsModule,
        DatabaseModule.forUrl(databaseUrl),
        AccessModule.forRoot({
          auth: values.AUTH,
          requestsPerMinute: values.RATE_LIMIT_PER_MINUTE ?? bounds.requestsPerMinute,
          allowedOrigins: values.ALLOWED_ORIGINS,
          retentionDays: values.RETENTION_DAYS,
          openPaths: OPEN_PATHS,
          uncountedPaths: UNCOUNTED_PATHS,
        }),
        StreamingModule.forRoot({
          heartbeatIntervalMs: values.HEARTBEAT_INTERVAL_MS,
          allowedOrigins: values.ALLOWED_ORIGINS,
          maxSocketsPerAddress: values.MAX_SOCKETS_PER_ADDRESS ?? bounds.socketsPerAddress,
        }),
        ParameterExtractionModule.forRoot(config.extraction),
        AgentHandoffModule.forRoot({ timeoutMs: values.AGENT_TIMEOUT_MS, threads }),
        AgentsModule,
        OrchestratorModule.forRoot(
          {
            approvalTimeoutMs: values.APPROVAL_TIMEOUT_MS,
            retentionDays: values.RETENTION_DAYS,
            concurrency: threads,
            maxRunsPerOwner: values.MAX_RUNS_PER_OWNER ?? bounds.runsPerOwner,
          },
          [
            ContextAssemblyModule.forRoot({
              dataDir: values.DATA_DIR,
              maxUploadBytes: values.MAX_UPLOAD_BYTES,
            }),
          ],
        ),
        OperationsModule.forRoot(observed),
      ],
      providers: [sessionAccess],
    };
  }
}
