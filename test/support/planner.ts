import type {
  ErrorResponse,
  ExtractionResult,
  SeasonPlan,
  StreamMessage,
  WorkflowAccepted,
  WorkflowEvent,
  WorkflowState,
} from '#contracts';
import { WebSocket } from 'ws';

/** What a planner does, over real HTTP and a real WebSocket. */
export class Planner {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async post<T>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: T; headers: Headers }> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as T, headers: response.headers };
  }

  async get<T>(path: string): Promise<{ status: number; body: T; headers: Headers }> {
    const response = await fetch(this.url + path);
    return { status: response.status, body: (await response.json()) as T, headers: response.headers };
  }

  extract(strategy_description: string, reference_date = '2026-11-24') {
    return this.post<ExtractionResult & ErrorResponse>('/api/orchestrator/extract-parameters', {
      strategy_description,
      reference_date,
    });
  }

  run(body: object, headers: Record<string, string> = {}) {
    return this.post<WorkflowAccepted & ErrorResponse>('/api/orchestrator/run-workflow', body, headers);
  }

  state(workflowId: string) {
    return this.get<WorkflowState>(`/api/orchestrator/workflows/${workflowId}`);
  }

  /** Opens the session's stream; `until` collects messages up to one that the test waits for. */
  async watch(sessionId: string, after = 0): Promise<SessionStream> {
    const socket = new WebSocket(
      `${this.url.replace('http', 'ws')}/ws/orchestrator/${sessionId}?after=${after}`,
    );
    const stream = new SessionStream(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return stream;
  }
}

export class SessionStream {
  readonly messages: StreamMessage[] = [];
  private wake: () => void = () => undefined;
  private readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as StreamMessage);
      this.wake();
    });
    socket.on('close', () => this.wake());
  }

  get events(): WorkflowEvent[] {
    return this.messages.filter((message): message is WorkflowEvent => 'sequence' in message);
  }

  async until(wanted: (message: StreamMessage) => boolean): Promise<WorkflowEvent[]> {
    while (!this.messages.some(wanted)) {
      if (this.socket.readyState === WebSocket.CLOSED)
        throw new Error('the stream closed before the message came');
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.events;
  }

  /** All events of a run up to its terminal one. */
  async terminal(workflowId: string): Promise<WorkflowEvent[]> {
    const events = await this.until(
      (message) =>
        'workflow_id' in message &&
        message.workflow_id === workflowId &&
        ((message.type === 'complete' && message.agent_name === 'orchestrator') ||
          (message.type === 'error' && message.terminal)),
    );
    return events.filter((event) => event.workflow_id === workflowId);
  }

  close(): void {
    this.socket.close(1000);
  }
}

/** The plan a run's terminal message carries. */
export function planIn(events: readonly WorkflowEvent[]): SeasonPlan {
  const last = events[events.length - 1];
  if (last.type !== 'complete' || last.agent_name !== 'orchestrator')
    throw new Error(`the run did not complete: ${JSON.stringify(last)}`);
  return last.result;
}
