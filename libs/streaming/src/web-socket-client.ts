import type { ConnectionError, Heartbeat } from '#contracts';
import { type OrchestratorError, WebSocketConnectionError } from '#errors';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket } from 'ws';
import type { StreamClient } from './connection-manager.service.ts';
import type { EventBatch } from './event-batch.ts';
import { OutboundQueue } from './outbound-queue.ts';
import type { Subscriber } from './session-feed.ts';
import type { Admission } from './session-upgrade.service.ts';
import { UnnumberedMessage } from './unnumbered-message.ts';
import { webSocketFrameOf } from './web-socket-frame.ts';

/** Close codes the server uses (RFC 6455, section 7.4.1, and the IANA registry); 1000 and 1009 come from ws itself. */
export const CLOSE_CODES = {
  goingAway: 1001,
  binary: 1003,
  notAllowed: 1008,
  tryAgainLater: 1013,
} as const;

const MAX_FRAMES_PER_SECOND = 50;
const FRAME_WINDOW_MS = 1_000;
/** The peer's pongs count among its frames. */
const MIN_PING_INTERVAL_MS = 1_000;

export interface WebSocketClientOptions {
  /** Milliseconds without a sign of life after which the peer is held dead. */
  readonly silenceMs: number;
  /** Makes the answer to a ping. */
  readonly heartbeat: () => Promise<Heartbeat>;
}

/** One WebSocket of a session: writes shared frames to it, and judges what comes from it. */
export class WebSocketClient implements StreamClient, Subscriber {
  readonly sessionId: string;
  readonly address: string;
  private readonly requestId: string;
  private readonly ws: WebSocket;
  private readonly options: WebSocketClientOptions;
  private readonly outbound: OutboundQueue;
  private heardAt = performance.now();
  private pingedAt = 0;
  private windowStart = 0;
  private framesInWindow = 0;

  /** @param socket the connection under `ws`; whole frames are written to it between those of `ws` */
  constructor(ws: WebSocket, socket: Duplex, admission: Admission, options: WebSocketClientOptions) {
    this.sessionId = admission.sessionId;
    this.address = admission.address;
    this.requestId = admission.requestId;
    this.ws = ws;
    this.options = options;
    this.outbound = new OutboundQueue(
      socket,
      () => this.isOpen,
      () => this.close(CLOSE_CODES.tryAgainLater, 'Too slow: reconnect with after set to the last sequence'),
    );
    ws.on('message', (data, isBinary) => this.receive(data, isBinary));
    ws.on('ping', () => this.hear());
    ws.on('pong', () => this.hear());
  }

  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN;
  }

  deliver(batch: EventBatch): void {
    this.outbound.write(batch.encoded(webSocketFrameOf));
  }

  flushed(): Promise<void> {
    return this.outbound.flushed();
  }

  send(message: UnnumberedMessage): void {
    this.outbound.write(message.frame);
  }

  sendError(error: OrchestratorError): void {
    const message: ConnectionError = {
      type: 'error',
      session_id: this.sessionId,
      timestamp: new Date().toISOString(),
      error: error.toResponse(this.requestId),
      terminal: false,
    };
    this.send(new UnnumberedMessage(message));
  }

  /** Says why, then closes. */
  refuse(error: OrchestratorError, code: number): void {
    this.sendError(error);
    void this.flushed().then(() => this.close(code, error.message));
  }

  checkAlive(): void {
    if (!this.isOpen) return;
    const now = performance.now();
    if (now - this.heardAt > this.options.silenceMs) return this.drop();
    if (now - this.pingedAt < MIN_PING_INTERVAL_MS) return;
    this.pingedAt = now;
    this.ws.ping();
  }

  async goAway(): Promise<void> {
    await this.outbound.flushed();
    await new Promise<void>((resolve) => {
      if (this.ws.readyState === WebSocket.CLOSED) return resolve();
      this.ws.once('close', () => resolve());
      this.close(CLOSE_CODES.goingAway, 'The server is going away: reconnect');
    });
  }

  drop(): void {
    this.ws.terminate();
  }

  /** Nothing is written after the close frame; what still waits is dropped. */
  private close(code: number, reason: string): void {
    if (this.isOpen) this.ws.close(code, reasonWithinBounds(reason));
    this.outbound.end();
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (!this.hear()) return;
    if (isBinary) return this.close(CLOSE_CODES.binary, 'Only JSON text frames are understood');
    const fault = faultOf(data);
    if (fault !== null) return this.sendError(fault);
    this.options.heartbeat().then(
      (heartbeat) => this.send(new UnnumberedMessage(heartbeat)),
      () => undefined, // the client is being told that the log cannot be read
    );
  }

  /** Counts a frame of the client; false when nothing more of it is to be answered. */
  private hear(): boolean {
    if (!this.isOpen) return false;
    const now = performance.now();
    this.heardAt = now;
    if (now - this.windowStart >= FRAME_WINDOW_MS) {
      this.windowStart = now;
      this.framesInWindow = 0;
    }
    if (++this.framesInWindow <= MAX_FRAMES_PER_SECOND) return true;
    this.close(CLOSE_CODES.notAllowed, `More than ${MAX_FRAMES_PER_SECOND} frames a second`);
    return false;
  }
}

/** What is wrong with a client's frame; null for a ping. */
function faultOf(data: RawData): WebSocketConnectionError | null {
  const suggestions = ['Send {"type":"ping"}; a client has nothing else to say.'];
  let message: unknown;
  try {
    // ws gives text as one Buffer unless told otherwise.
    message = JSON.parse((data as Buffer).toString('utf8'));
  } catch {
    return new WebSocketConnectionError('The frame is not JSON.', { suggestions });
  }
  const type =
    typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
  if (type === 'ping') return null;
  return new WebSocketConnectionError(
    typeof type === 'string'
      ? `There is no client message of type ${JSON.stringify(type.slice(0, 64))}.`
      : 'The frame is not an object with a "type" text.',
    { suggestions },
  );
}

/** A close reason may have 123 bytes; ours are ASCII but for what an error quotes. */
function reasonWithinBounds(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1);
  return text;
}
