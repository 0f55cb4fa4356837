import type { ConnectionError, Heartbeat } from '#contracts';
import { RateLimitedError, ServiceUnavailableError } from '#errors';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SessionFeeds } from './session-feeds.service.ts';
import { STREAMING_CONFIG, type StreamingConfig } from './streaming-config.ts';
import { UnnumberedMessage } from './unnumbered-message.ts';

/** One open WebSocket or event stream. */
export interface StreamClient {
  readonly sessionId: string;
  readonly address: string;
  /** Sends a message that is neither numbered nor stored. */
  send(message: UnnumberedMessage): void;
  /** Called with every heartbeat: drops the client when nothing was heard of it for too long. */
  checkAlive(): void;
  /** Sends what is queued, closes because the server goes away, and resolves when the client is gone. */
  goAway(): Promise<void>;
  /** Ends the connection at once. */
  drop(): void;
}

const GOING_AWAY_MS = 2_000;

/** The clients connected to this node, by session and by address. */
@Injectable()
export class ConnectionManager implements OnApplicationBootstrap {
  private readonly sessions = new Map<string, Set<StreamClient>>();
  private readonly addresses = new Map<string, number>();
  private total = 0;
  private heartbeat: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(
    @Inject(STREAMING_CONFIG) private readonly config: StreamingConfig,
    @Inject(SessionFeeds) private readonly feeds: SessionFeeds,
  ) {}

  onApplicationBootstrap(): void {
    this.heartbeat = setInterval(() => this.sendHeartbeats(), this.config.heartbeatIntervalMs);
    this.heartbeat.unref();
  }

  /**
   * Whether an address may open one more connection; asked in the same turn of the event loop as `connect`.
   * @throws RateLimitedError, ServiceUnavailableError
   */
  admit(address: string): void {
    if (this.closing) throw new ServiceUnavailableError('The server is going away.');
    const bound = this.config.maxSocketsPerAddress;
    if (bound !== null && (this.addresses.get(address) ?? 0) >= bound)
      throw new RateLimitedError(`This address has ${bound} connections open, which is the bound.`, 10, {
        details: { max_sockets_per_address: bound },
        suggestions: ['Close a connection that is no longer needed.'],
      });
  }

  connect(client: StreamClient): void {
    let clients = this.sessions.get(client.sessionId);
    if (clients === undefined) this.sessions.set(client.sessionId, (clients = new Set()));
    if (clients.has(client)) return;
    clients.add(client);
    this.addresses.set(client.address, (this.addresses.get(client.address) ?? 0) + 1);
    this.total++;
  }

  disconnect(client: StreamClient): void {
    const clients = this.sessions.get(client.sessionId);
    if (clients?.delete(client) !== true) return;
    if (clients.size === 0) this.sessions.delete(client.sessionId);
    const left = (this.addresses.get(client.address) ?? 1) - 1;
    if (left === 0) this.addresses.delete(client.address);
    else this.addresses.set(client.address, left);
    this.total--;
  }

  /** Sends an unnumbered message to one client. */
  send(client: StreamClient, message: Heartbeat | ConnectionError): void {
    client.send(new UnnumberedMessage(message));
  }

  /** Sends an unnumbered message to all of a session's clients on this node; returns how many they are. */
  broadcast(sessionId: string, message: Heartbeat | ConnectionError): number {
    const clients = this.sessions.get(sessionId);
    if (clients === undefined) return 0;
    const shared = new UnnumberedMessage(message);
    for (const client of clients) client.send(shared);
    return clients.size;
  }

  /** Clients of a session on this node; without a session, of all. */
  count(sessionId?: string): number {
    return sessionId === undefined ? this.total : (this.sessions.get(sessionId)?.size ?? 0);
  }

  /** Clients of each session that has some. */
  counts(): ReadonlyMap<string, number> {
    return new Map(Array.from(this.sessions, ([sessionId, clients]) => [sessionId, clients.size]));
  }

  async heartbeatOf(sessionId: string): Promise<Heartbeat> {
    const head_sequence = await this.feeds.headOf(sessionId);
    return { type: 'heartbeat', session_id: sessionId, timestamp: new Date().toISOString(), head_sequence };
  }

  /** Lets nobody in any more and sees everybody out, politely for a bounded time. */
  async closeAll(): Promise<void> {
    this.closing = true;
    clearInterval(this.heartbeat);
    const clients = [...this.sessions.values()].flatMap((ofSession) => [...ofSession]);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, GOING_AWAY_MS)));
    await Promise.race([Promise.all(clients.map((client) => client.goAway())), patience]);
    clearTimeout(timer);
    for (const client of clients) client.drop();
  }

  private sendHeartbeats(): void {
    for (const [sessionId, clients] of this.sessions) {
      this.heartbeatOf(sessionId).then(
        (heartbeat) => this.broadcast(sessionId, heartbeat),
        () => undefined, // the session's clients are being told that the log cannot be read
      );
      for (const client of clients) client.checkAlive();
    }
  }
}
