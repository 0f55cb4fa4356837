import type { ErrorResponse, StreamMessage, WorkflowEvent } from '#contracts';
import type { IncomingMessage } from 'node:http';
import { type ClientOptions, WebSocket } from 'ws';

/** A WebSocket client that keeps what it receives and can be waited on. */
export class SessionWatcher {
  readonly ws: WebSocket;
  /** The text of every numbered message. */
  readonly texts: string[] = [];
  readonly events: WorkflowEvent[] = [];
  /** Heartbeats and answers to own frames. */
  readonly others: StreamMessage[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private waiters: { enough: () => boolean; resolve: () => void }[] = [];

  private constructor(ws: WebSocket) {
    this.ws = ws;
    this.closed = new Promise((resolve) => {
      ws.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.wake();
      });
    });
    ws.on('error', () => undefined); // the close that follows says it
    ws.on('message', (data) => {
      const text = (data as Buffer).toString();
      const message = JSON.parse(text) as StreamMessage;
      if ('sequence' in message) {
        this.texts.push(text);
        this.events.push(message);
      } else this.others.push(message);
      this.wake();
    });
  }

  static async open(
    url: string,
    options: ClientOptions & { protocols?: string[] } = {},
  ): Promise<SessionWatcher> {
    const { protocols = [], ...rest } = options;
    const ws = new WebSocket(url, protocols, rest);
    const watcher = new SessionWatcher(ws);
    await new Promise<void>((resolve, reject) => {
      ws.once('open', resolve);
      ws.once('error', reject);
    });
    return watcher;
  }

  get sequences(): number[] {
    return this.events.map(({ sequence }) => sequence);
  }

  /** Resolves when `count` numbered messages are here; rejects when the socket closes before. */
  async received(count: number): Promise<void> {
    await this.until(() => this.texts.length >= count);
  }

  async until(enough: () => boolean): Promise<void> {
    if (!enough()) await new Promise<void>((resolve) => this.waiters.push({ enough, resolve }));
    if (!enough())
      throw new Error(
        `The socket closed after ${this.texts.length} messages and ${this.others.length} others`,
      );
  }

  /** Closes as a client does, and waits until it is done. */
  async close(): Promise<void> {
    this.ws.close(1000);
    await this.closed;
  }

  private wake(): void {
    const done = this.ws.readyState === WebSocket.CLOSED;
    this.waiters = this.waiters.filter(({ enough, resolve }) => {
      if (!done && !enough()) return true;
      resolve();
      return false;
    });
  }
}

export interface Refusal {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: ErrorResponse;
}

/** The HTTP answer of an upgrade that is refused. */
export function refusalOf(url: string, options: ClientOptions = {}): Promise<Refusal> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(url, options);
    ws.on('error', () => undefined);
    ws.on('open', () => {
      ws.terminate();
      reject(new Error(`${url} was upgraded`));
    });
    ws.on('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: JSON.parse(Buffer.concat(chunks).toString()) as ErrorResponse,
        }),
      );
    });
  });
}
