/** One message of an event stream; `id` is null where the message has none. */
export interface EventStreamMessage {
  readonly id: string | null;
  readonly data: string;
}

/** A server-sent events client that keeps what it receives, comments too, and can be waited on. */
export class EventStreamReader {
  readonly status: number;
  readonly headers: Headers;
  readonly messages: EventStreamMessage[] = [];
  readonly comments: string[] = [];
  retry: number | null = null;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  private readonly abort: AbortController;
  private done = false;
  private waiters: (() => void)[] = [];

  private constructor(response: Response, abort: AbortController) {
    this.status = response.status;
    this.headers = response.headers;
    this.abort = abort;
    this.ended = this.read(response);
    this.ended.catch(() => undefined);
  }

  static async open(url: string, lastEventId?: number | string): Promise<EventStreamReader> {
    const abort = new AbortController();
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (lastEventId !== undefined) headers['last-event-id'] = String(lastEventId);
    return new EventStreamReader(await fetch(url, { headers, signal: abort.signal }), abort);
  }

  async until(enough: () => boolean): Promise<void> {
    while (!enough()) {
      if (this.done) throw new Error(`The stream ended after ${this.messages.length} messages`);
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }

  async received(count: number): Promise<void> {
    await this.until(() => this.messages.length >= count);
  }

  close(): void {
    this.abort.abort();
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        blocks.forEach((block) => this.take(block));
        this.wake();
      }
    } finally {
      this.done = true;
      this.wake();
    }
  }

  private take(block: string): void {
    let id: string | null = null;
    const data: string[] = [];
    for (const line of block.split('\n')) {
      const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (field === '') this.comments.push(value);
      else if (field === 'id') id = value;
      else if (field === 'data') data.push(value);
      else if (field === 'retry') this.retry = Number(value);
    }
    if (data.length > 0) this.messages.push({ id, data: data.join('\n') });
  }

  private wake(): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const resolve of waiters) resolve();
  }
}
