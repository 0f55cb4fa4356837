import type {
  DatasetCategory,
  DatasetSummary,
  ErrorResponse,
  ExtractionResult,
  RunWorkflowRequest,
  SeasonPlan,
  WorkflowAccepted,
  WorkflowEvent,
  WorkflowState,
  WorkflowStatus,
} from '#contracts';
import { isTerminal } from '#contracts';
import { SeasonApiError, ServerUnreachableError } from './client-errors.ts';
import { type WatchOptions, watch } from './session-watch.ts';

export interface SeasonClientOptions {
  /** Where the server is, for example `http://127.0.0.1:3000`. */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer`, and as a subprotocol with WebSockets, where browsers know no headers. */
  readonly apiKey?: string;
}

/** One line of the history. */
export type WorkflowSummary = WorkflowAccepted &
  Pick<WorkflowState, 'category_id' | 'dataset_id' | 'parameters' | 'created_at' | 'finished_at'>;

export interface WorkflowListQuery {
  readonly session_id?: string;
  readonly status?: WorkflowStatus;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface WorkflowList {
  readonly workflows: readonly WorkflowSummary[];
  readonly next_cursor: string | null;
}

export type ApprovalDecision =
  | { readonly decision: 'accept' | 'reject' }
  | { readonly decision: 'modify'; readonly safety_stock_pct: number };

export interface AgentDescription {
  readonly name: string;
  readonly order: number;
  readonly timeout_ms: number;
  readonly retries: number;
}

export interface DatasetDetails extends DatasetSummary {
  readonly categories: readonly DatasetCategory[];
  readonly quality: Readonly<Record<string, unknown>>;
}

/** The tables of a plan that are answered as CSV. */
export const PLAN_TABLES = ['forecast', 'allocations', 'replenishment', 'markdowns'] as const;
export type PlanTable = (typeof PLAN_TABLES)[number];

const SUBPROTOCOL = 'season-orchestrator';

/**
 * The whole API, typed, for Node and browsers alike. Every refusal is thrown as SeasonApiError, silence as
 * ServerUnreachableError.
 */
export class SeasonClient {
  private readonly baseUrl: string;
  private readonly apiKey: string | undefined;

  constructor({ baseUrl, apiKey }: SeasonClientOptions) {
    this.baseUrl = baseUrl.replace(/\/+$/, '');
    this.apiKey = apiKey;
  }

  /**
   * The names of what the server has checked before it says that it is ready for work.
   *
   * @throws SeasonApiError SERVICE_UNAVAILABLE with what is not ready
   */
  async ready(signal?: AbortSignal): Promise<readonly string[]> {
    const response = await this.request('GET', '/health/ready', undefined, {}, signal);
    return ((await response.json()) as { checks: string[] }).checks;
  }

  /** A planner's words as season parameters. @param reference_date YYYY-MM-DD, today in UTC when absent */
  extractParameters(strategy_description: string, reference_date?: string): Promise<ExtractionResult> {
    return this.post('/api/orchestrator/extract-parameters', {
      strategy_description,
      ...(reference_date !== undefined && { reference_date }),
    });
  }

  /** Starts a plan; the same idempotency key and request start it once. */
  runWorkflow(request: RunWorkflowRequest, idempotencyKey?: string): Promise<WorkflowAccepted> {
    return this.post(
      '/api/orchestrator/run-workflow',
      request,
      idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey },
    );
  }

  workflow(workflowId: string): Promise<WorkflowState> {
    return this.get(workflowPath(workflowId));
  }

  plan(workflowId: string): Promise<SeasonPlan> {
    return this.get(workflowPath(workflowId, '/plan'));
  }

  /** One table of the plan as CSV text. */
  async planCsv(workflowId: string, table: PlanTable): Promise<string> {
    return (await this.request('GET', workflowPath(workflowId, `/plan/${table}.csv`))).text();
  }

  listWorkflows(query: WorkflowListQuery = {}): Promise<WorkflowList> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) search.set(name, String(value));
    return this.get(`/api/orchestrator/workflows${search.size === 0 ? '' : `?${search.toString()}`}`);
  }

  cancel(workflowId: string): Promise<WorkflowAccepted> {
    return this.post(workflowPath(workflowId, '/cancel'));
  }

  approve(workflowId: string, decision: ApprovalDecision): Promise<WorkflowAccepted> {
    return this.post(workflowPath(workflowId, '/approval'), decision);
  }

  async agents(): Promise<readonly AgentDescription[]> {
    return (await this.get<{ agents: AgentDescription[] }>('/api/orchestrator/agents')).agents;
  }

  async datasets(): Promise<readonly DatasetSummary[]> {
    return (await this.get<{ datasets: DatasetSummary[] }>('/api/datasets')).datasets;
  }

  dataset(datasetId: string): Promise<DatasetDetails> {
    return this.get(`/api/datasets/${encodeURIComponent(datasetId)}`);
  }

  /** @param files CSV or gzipped CSV */
  async uploadDataset(files: {
    readonly historical_sales: File;
    readonly stores: File;
    readonly name?: string;
  }): Promise<DatasetDetails> {
    const form = new FormData();
    if (files.name !== undefined) form.set('name', files.name);
    form.set('historical_sales', files.historical_sales);
    form.set('stores', files.stores);
    return (await this.request('POST', '/api/datasets', form)).json() as Promise<DatasetDetails>;
  }

  async deleteDataset(datasetId: string): Promise<void> {
    await this.request('DELETE', `/api/datasets/${encodeURIComponent(datasetId)}`);
  }

  /**
   * Every event of a session after a sequence, each once and in order: it resumes by itself when the connection is
   * lost, and goes on until the caller stops.
   * @throws SeasonApiError when the server refuses, StreamGapError, StreamLostError
   */
  watchSession(
    sessionId: string,
    options: WatchOptions = {},
  ): AsyncGenerator<WorkflowEvent, void, undefined> {
    return watch(
      {
        url: `${this.baseUrl.replace(/^http/, 'ws')}/ws/orchestrator/${encodeURIComponent(sessionId)}`,
        protocols: this.apiKey === undefined ? [] : [SUBPROTOCOL, `bearer.${this.apiKey}`],
        askWhy: () => this.askWhy(sessionId),
      },
      options,
    );
  }

  /** The events of one run of a session, up to and with its terminal message. */
  async *watchWorkflow(
    { session_id, workflow_id }: Pick<WorkflowAccepted, 'session_id' | 'workflow_id'>,
    options: WatchOptions = {},
  ): AsyncGenerator<WorkflowEvent, void, undefined> {
    for await (const event of this.watchSession(session_id, options)) {
      if (event.workflow_id !== workflow_id) continue;
      yield event;
      if (isTerminal(event)) return;
    }
  }

  /** A WebSocket that is refused does not say why; the history of the same session, asked with the same key, does. */
  private async askWhy(sessionId: string): Promise<void> {
    try {
      await this.listWorkflows({ session_id: sessionId, limit: 1 });
    } catch (error) {
      if (error instanceof SeasonApiError && error.status < 500 && error.status !== 429) throw error;
    }
  }

  private async get<Answer>(path: string): Promise<Answer> {
    return (await this.request('GET', path)).json() as Promise<Answer>;
  }

  private async post<Answer>(
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await (body === undefined
      ? this.request('POST', path, undefined, headers)
      : this.request('POST', path, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers }));
    return response.json() as Promise<Answer>;
  }

  private async request(
    method: string,
    path: string,
    body?: string | FormData,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Response> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: { ...headers, ...(this.apiKey !== undefined && { Authorization: `Bearer ${this.apiKey}` }) },
      ...(body !== undefined && { body }),
      ...(signal !== undefined && { signal }),
    }).catch((error: unknown) => {
      throw new ServerUnreachableError(this.baseUrl, error);
    });
    if (response.ok) return response;
    throw new SeasonApiError(response.status, await errorOf(response));
  }
}

function workflowPath(workflowId: string, rest = ''): string {
  return `/api/orchestrator/workflows/${encodeURIComponent(workflowId)}${rest}`;
}

/** Something between us and the server may answer in its stead, and in its own words. */
async function errorOf(response: Response): Promise<ErrorResponse> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Partial<ErrorResponse> | null;
    if (typeof body?.error_type === 'string' && typeof body.message === 'string')
      return body as ErrorResponse;
  } catch {
    // not JSON, so not ours
  }
  return {
    error_type: response.status === 503 ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_ERROR',
    message: `${response.url} answered ${response.status} ${response.statusText}.`,
    details: {},
    suggestions: [],
    request_id: response.headers.get('x-request-id') ?? '',
    timestamp: new Date().toISOString(),
  };
}
