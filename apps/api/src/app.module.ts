import { AgentHandoffModule } from '#agent-handoff';
import { AgentsModule } from '#agents';
import { ContextAssemblyModule } from '#context-assembly';
import { DatabaseModule } from '#database';
import { ErrorsModule } from '#errors';
import { OperationsModule } from '#operations';
import { OrchestratorModule } from '#orchestrator';
import { ParameterExtractionModule } from '#parameter-extraction';
import { StreamingModule } from '#streaming';
import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import { observed } from './observed.ts';

/** Sockets of one address when others than this machine can reach the server. */
const SOCKETS_PER_ADDRESS = 100;

/** Wires the libs together; nothing else lives here. */
@Module({})
export class AppModule {
  static forRoot(config: Config, databaseUrl: string, logger: Logger): DynamicModule {
    const { values, isLoopback } = config;
    const threads = availableParallelism();
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: { logger }, useExisting: true }),
        ErrorsModule,
        DatabaseModule.forUrl(databaseUrl),
        StreamingModule.forRoot({
          heartbeatIntervalMs: values.HEARTBEAT_INTERVAL_MS,
          allowedOrigins: values.ALLOWED_ORIGINS.length > 0 ? values.ALLOWED_ORIGINS : null,
          maxSocketsPerAddress: values.MAX_SOCKETS_PER_ADDRESS ?? (isLoopback ? null : SOCKETS_PER_ADDRESS),
        }),
        ParameterExtractionModule.forRoot(config.extraction),
        AgentHandoffModule.forRoot({ timeoutMs: values.AGENT_TIMEOUT_MS, threads }),
        AgentsModule,
        OrchestratorModule.forRoot(
          {
            approvalTimeoutMs: values.APPROVAL_TIMEOUT_MS,
            retentionDays: values.RETENTION_DAYS,
            concurrency: threads,
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
    };
  }
}
