import type { Response } from 'express';
import type { StreamClient } from './connection-manager.service.ts';
import type { EventBatch } from './event-batch.ts';
import type { StoredEvent } from './event-log.ts';
import { OutboundQueue } from './outbound-queue.ts';
import type { Subscriber } from './session-feed.ts';
import type { UnnumberedMessage } from './unnumbered-message.ts';

/** Milliseconds after which a browser's EventSource connects again. */
const RETRY_MS = 1_000;

/** An event as server-sent events carry it (WHATWG HTML, section 9.2); the JSON is on one line by its nature. */
function eventStreamMessageOf(event: StoredEvent): Buffer {
  return Buffer.from(`id: ${event.sequence}\ndata: ${event.message}\n\n`);
}

/** One event stream: the messages of one run, until its terminal message. */
export class EventStreamClient implements StreamClient, Subscriber {
  readonly sessionId: string;
  readonly workflowId: string;
  readonly address: string;
  private readonly response: Response;
  private readonly outbound: OutboundQueue;

  constructor(response: Response, sessionId: string, workflowId: string, address: string) {
    this.sessionId = sessionId;
    this.workflowId = workflowId;
    this.address = address;
    this.response = response;
    this.outbound = new OutboundQueue(
      response,
      () => !response.writableEnded && !response.destroyed,
      () => this.drop(), // too slow; the browser resumes by itself
    );
  }

  open(): void {
    this.response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    this.outbound.write(Buffer.from(`retry: ${RETRY_MS}\n\n`));
  }

  deliver(batch: EventBatch): void {
    this.outbound.write(batch.encoded(eventStreamMessageOf));
    if (batch.events.some(({ terminal }) => terminal)) void this.end();
  }

  flushed(): Promise<void> {
    return this.outbound.flushed();
  }

  /** Only heartbeats reach a stream, as comments: it has no frames of its own to be answered. */
  send({ message }: UnnumberedMessage): void {
    if (message.type === 'heartbeat')
      this.outbound.write(
        Buffer.from(`: heartbeat ${message.timestamp} head_sequence ${message.head_sequence}\n\n`),
      );
  }

  /** TCP finds dead peers of a stream that is written to at every heartbeat. */
  checkAlive(): void {}

  async goAway(): Promise<void> {
    await this.end();
  }

  drop(): void {
    this.response.destroy();
  }

  private async end(): Promise<void> {
    await this.outbound.flushed();
    this.outbound.end();
    if (!this.response.writableEnded) this.response.end();
  }
}
