import type { ConnectionError, StreamMessage, WorkflowEvent } from '#contracts';

/** Why a socket is over: the server's last word on it, where it had one. */
export interface SocketEnd {
  readonly opened: boolean;
  readonly code: number;
  readonly refusal: ConnectionError | null;
}

/** Silence after which the server is asked for a sign of life, and then given up. */
const SILENCE_MS = 45_000;
const ANSWER_MS = 10_000;
/** With more than this unread the socket is closed: the log keeps the rest until the caller has caught up. */
const MAX_BACKLOG = 1_000;
const NOT_ALLOWED = 1008;

/** One WebSocket of a session, as a queue of its numbered messages. Uses the platform's own WebSocket. */
export class SessionSocket {
  private readonly socket: WebSocket;
  private queue: WorkflowEvent[] = [];
  private ended: SocketEnd | null = null;
  private opened = false;
  private refusal: ConnectionError | null = null;
  private wake: () => void = () => undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string, protocols: string[], onOpen: () => void = () => undefined) {
    this.socket = new WebSocket(url, protocols);
    this.socket.onopen = () => {
      this.opened = true;
      onOpen();
      this.listen();
    };
    this.socket.onmessage = ({ data }) => this.take(JSON.parse(String(data)) as StreamMessage);
    this.socket.onclose = ({ code }) => this.end(code);
    this.listen();
  }

  /** The next messages; the end once there are none and none will come. */
  async next(): Promise<WorkflowEvent[] | SocketEnd> {
    while (this.queue.length === 0) {
      if (this.ended !== null) return this.ended;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const taken = this.queue;
    this.queue = [];
    return taken;
  }

  /** Ends the socket at once, whatever the peer does. */
  close(): void {
    this.socket.onmessage = null;
    if (this.ended === null) this.end(1000);
    this.socket.close(1000);
  }

  private take(message: StreamMessage): void {
    this.listen();
    if ('sequence' in message) {
      if (this.queue.push(message) > MAX_BACKLOG) this.close();
    } else if (message.type === 'error') this.refusal = message;
    this.wake();
  }

  private end(code: number): void {
    clearTimeout(this.silence);
    const refusal = code === NOT_ALLOWED ? this.refusal : null;
    this.ended ??= { opened: this.opened, code, refusal };
    this.wake();
  }

  /** A connection may die without a word: after a silence it is asked, and then left. */
  private listen(): void {
    clearTimeout(this.silence);
    if (this.ended !== null) return;
    this.silence = setTimeout(() => {
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send('{"type":"ping"}');
      this.silence = setTimeout(() => this.close(), ANSWER_MS);
    }, SILENCE_MS);
  }
}
