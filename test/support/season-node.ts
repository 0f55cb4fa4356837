import { Agent, WorkerPool, type AgentCall } from '#agent-handoff';
import { AgentsModule } from '#agents';
import type {
  AgentName,
  DemandContext,
  InventoryContext,
  PricingContext,
  WorkflowEvent,
  WorkflowState,
} from '#contracts';
import { isTerminal } from '#contracts';
import type { OrchestratorConfig } from '#orchestrator';
import { planDemand, planInventory, planPricing } from '#planning';
import { EventLog, parseEvent } from '#streaming';
import { type DynamicModule, Injectable } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { AddressInfo } from 'node:net';
import { type Logger, pino } from 'pino';
import { AppModule } from '../../apps/api/src/app.module.ts';
import { configureApp } from '../../apps/api/src/app.setup.ts';
import { Config } from '../../apps/api/src/config/config.ts';
import { createRequestLogger } from '../../apps/api/src/logging.ts';
import { ORCHESTRATOR_CONFIG } from '../../libs/orchestrator/src/orchestrator.config.ts';
import { SessionWatcher } from './session-watcher.ts';

type ScriptedWork = (input: unknown, call: AgentCall) => unknown;

/** What scripted agents do: work on this thread, changeable at any time, or a worker module; else they plan for real. */
export type Script = { [Name in AgentName]?: ScriptedWork | URL };

export interface SeasonNodeOptions {
  readonly dataDir: string;
  /** A port that a node before had, for clients that come back to it; any free one without. */
  readonly port?: number;
  /** Agents on this thread that do what the script says at the time; the product's own in worker threads without one. */
  readonly script?: Script;
  readonly agentTimeoutMs?: number;
  /** Heap of an agent's thread. */
  readonly maxHeapMib?: number;
  readonly config?: Partial<OrchestratorConfig>;
  readonly logger?: Logger;
}

type JsonObject = Record<string, unknown>;

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** One node of the orchestrator on a real database: the application's own setup, with agents that a test may script. */
export class SeasonNode {
  readonly app: NestExpressApplication;
  readonly url: string;

  private constructor(app: NestExpressApplication, url: string) {
    this.app = app;
    this.url = url;
  }

  static async start(databaseUrl: string, options: SeasonNodeOptions): Promise<SeasonNode> {
    const { dataDir, script, agentTimeoutMs = 20_000, port: wanted = 0 } = options;
    const logger = options.logger ?? pino({ level: 'silent' });
    const config = Config.read({
      PORT: '0',
      EXTRACTION_PROVIDER: 'rules',
      DATA_DIR: dataDir,
      AGENT_TIMEOUT_MS: String(agentTimeoutMs),
    });
    let testing = Test.createTestingModule({ imports: [AppModule.forRoot(config, databaseUrl, logger)] })
      .overrideProvider(ORCHESTRATOR_CONFIG)
      .useValue({ approvalTimeoutMs: 60_000, retentionDays: 90, concurrency: 2, ...options.config });
    if (options.maxHeapMib !== undefined)
      testing = testing.overrideProvider(WorkerPool).useValue(new WorkerPool(2, options.maxHeapMib));
    if (script !== undefined)
      testing = testing.overrideModule(AgentsModule).useModule(scriptedAgents(script));
    const app = (await testing.compile()).createNestApplication<NestExpressApplication>({
      bodyParser: false,
      bufferLogs: true,
      abortOnError: false,
    });
    configureApp(app, config, createRequestLogger(logger), null);
    await app.listen(wanted, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new SeasonNode(app, `http://127.0.0.1:${port}`);
  }

  async get<Body = JsonObject>(path: string): Promise<Answer<Body>> {
    return answerOf<Body>(await fetch(this.url + path));
  }

  async post<Body = JsonObject>(
    path: string,
    body: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    return answerOf<Body>(
      await fetch(this.url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    );
  }

  /** Starts a run and gives its id. */
  async run(body: unknown): Promise<string> {
    const { status, body: accepted } = await this.post('/api/orchestrator/run-workflow', body);
    if (status !== 202) throw new Error(`run-workflow answered ${status}: ${JSON.stringify(accepted)}`);
    return accepted['workflow_id'] as string;
  }

  async state(workflowId: string): Promise<WorkflowState> {
    return (await this.get<WorkflowState>(`/api/orchestrator/workflows/${workflowId}`)).body;
  }

  /** The run's state once it has ended. */
  async ended(sessionId: string, workflowId: string): Promise<WorkflowState> {
    const watcher = await this.watch(sessionId);
    await watcher.until(() =>
      watcher.events.some((event) => event.workflow_id === workflowId && isTerminal(event)),
    );
    await watcher.close();
    return this.state(workflowId);
  }

  watch(sessionId: string): Promise<SessionWatcher> {
    return SessionWatcher.open(`${this.url.replace('http', 'ws')}/ws/orchestrator/${sessionId}`);
  }

  /** Every stored event of a run so far. */
  async events(sessionId: string, workflowId: string): Promise<WorkflowEvent[]> {
    const events: WorkflowEvent[] = [];
    for (;;) {
      const page = await this.app.get(EventLog).read(sessionId, events.at(-1)?.sequence ?? 0, { workflowId });
      if (page.length === 0) return events;
      events.push(...page.map(parseEvent));
    }
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

async function answerOf<Body>(response: Response): Promise<Answer<Body>> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : text) as Body,
  };
}

function scriptedAgents(script: Script): DynamicModule {
  const agent = (name: AgentName, plan: ScriptedWork) => {
    const worker = script[name];
    @Injectable()
    @Agent({ name, policy: { backoff_ms: 1 }, ...(worker instanceof URL && { worker }) })
    class ScriptedAgent {
      run(input: unknown, call: AgentCall): unknown {
        const work = script[name];
        return (work instanceof URL || work === undefined ? plan : work)(input, call);
      }

      resultFault(result: unknown): string | undefined {
        return typeof result === 'object' && result !== null ? undefined : 'it is not an object';
      }
    }
    return ScriptedAgent;
  };
  return {
    module: class ScriptedAgentsModule {},
    providers: [
      agent('demand', (input, { report }) => planDemand(input as DemandContext, report)),
      agent('inventory', (input, { report }) => planInventory(input as InventoryContext, report)),
      agent('pricing', (input, { report }) => planPricing(input as PricingContext, report)),
    ],
  };
}
