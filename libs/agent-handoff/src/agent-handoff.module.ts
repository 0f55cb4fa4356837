import {
  type DynamicModule,
  Global,
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import type { AgentCall, AgentDefinition, AgentHandler } from './agent-definition.ts';
import { Agent } from './agent.decorator.ts';
import { AgentHandoffManager } from './agent-handoff.manager.ts';
import { WorkerPool } from './worker-pool.ts';

export interface AgentHandoffConfig {
  /** Deadline of an agent that sets none of its own. */
  readonly timeoutMs: number;
  readonly threads: number;
}

const AGENT_HANDOFF_CONFIG = Symbol('AgentHandoffConfig');
const DEFAULT_RETRIES = 2;
const DEFAULT_BACKOFF_MS = 200;

interface AgentInstance {
  resultFault?(result: unknown): string | undefined;
  run?(input: unknown, call: AgentCall): unknown;
}

/** Registers every provider that `@Agent` marks. */
@Injectable()
class AgentRegistrar implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AgentHandoffManager.name);

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(AgentHandoffManager) private readonly manager: AgentHandoffManager,
    @Inject(WorkerPool) private readonly pool: WorkerPool,
    @Inject(AGENT_HANDOFF_CONFIG) private readonly config: AgentHandoffConfig,
  ) {}

  onModuleInit(): void {
    for (const wrapper of this.discovery.getProviders({ metadataKey: Agent.KEY })) {
      const options = this.discovery.getMetadataByDecorator(Agent, wrapper);
      if (options === undefined) continue;
      const instance = wrapper.instance as AgentInstance;
      this.manager.register({
        name: options.name,
        work:
          options.worker === undefined
            ? (instance.run?.bind(instance) as AgentHandler)
            : { module: options.worker },
        policy: {
          timeout_ms: this.config.timeoutMs,
          retries: DEFAULT_RETRIES,
          backoff_ms: DEFAULT_BACKOFF_MS,
          ...options.policy,
        },
        resultFault: (result) => instance.resultFault?.(result),
      } satisfies AgentDefinition);
    }
  }

  onApplicationBootstrap(): void {
    this.manager
      .warmUp()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'Agents could not be loaded ahead'));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}

/** The registry, the worker pool and the manager, for every module. */
@Global()
@Module({})
export class AgentHandoffModule {
  static forRoot(config: AgentHandoffConfig): DynamicModule {
    const logger = new Logger(AgentHandoffManager.name);
    return {
      module: AgentHandoffModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: AGENT_HANDOFF_CONFIG, useValue: config },
        { provide: WorkerPool, useFactory: () => new WorkerPool(config.threads) },
        {
          provide: AgentHandoffManager,
          inject: [WorkerPool],
          useFactory: (pool: WorkerPool) =>
            new AgentHandoffManager(pool, (agent_name, attempt) =>
              logger.warn({ agent_name, attempt }, 'A result came after its deadline and was discarded'),
            ),
        },
        AgentRegistrar,
      ],
      exports: [AgentHandoffManager, WorkerPool],
    };
  }
}
