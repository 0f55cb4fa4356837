import { REQUEST_ID_HEADER, ServiceUnavailableError, isDatabaseGone, requestIdOf } from '#errors';
import { type BeforeApplicationShutdown, Inject, Logger } from '@nestjs/common';
import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { IncomingMessage } from 'node:http';
import type { WebSocket, WebSocketServer } from 'ws';
import { ConnectionManager } from './connection-manager.service.ts';
import { EventLog } from './event-log.ts';
import { EventPublisher } from './event-publisher.service.ts';
import { beyondHead } from './sequence.ts';
import { chooseSubprotocol } from './session-access.ts';
import { SessionFeeds } from './session-feeds.service.ts';
import { type Admission, SESSIONS_PATH } from './session-upgrade.service.ts';
import { STREAMING_CONFIG, type StreamingConfig } from './streaming-config.ts';
import { CLOSE_CODES, WebSocketClient } from './web-socket-client.ts';

const MAX_FRAME_BYTES = 64 * 1024;
const MIN_SILENCE_MS = 2_000;

/** `WS /ws/orchestrator/{session_id}?after=`: a view of the event log. It subscribes and serialises, nothing else. */
@WebSocketGateway({
  path: SESSIONS_PATH,
  perMessageDeflate: false,
  clientTracking: false,
  maxPayload: MAX_FRAME_BYTES,
  handleProtocols: chooseSubprotocol,
})
export class SessionGateway
  implements
    OnGatewayInit<WebSocketServer>,
    OnGatewayConnection<WebSocket>,
    OnGatewayDisconnect<WebSocket>,
    BeforeApplicationShutdown
{
  private readonly logger = new Logger(SessionGateway.name);
  private readonly leaving = new WeakMap<WebSocket, () => void>();

  constructor(
    @Inject(STREAMING_CONFIG) private readonly config: StreamingConfig,
    @Inject(ConnectionManager) private readonly manager: ConnectionManager,
    @Inject(SessionFeeds) private readonly feeds: SessionFeeds,
    @Inject(EventLog) private readonly log: EventLog,
    @Inject(EventPublisher) private readonly publisher: EventPublisher,
  ) {}

  afterInit(server: WebSocketServer): void {
    server.on('headers', (headers, request) => headers.push(`${REQUEST_ID_HEADER}: ${requestIdOf(request)}`));
  }

  handleConnection(ws: WebSocket, request: IncomingMessage, admission: Admission): void {
    const { sessionId, after } = admission;
    const client = new WebSocketClient(ws, request.socket, admission, {
      silenceMs: Math.max(2 * this.config.heartbeatIntervalMs, MIN_SILENCE_MS),
      heartbeat: () => this.manager.heartbeatOf(sessionId),
    });
    this.manager.connect(client);
    this.leaving.set(ws, () => this.manager.disconnect(client));
    void this.follow(ws, client, after);
  }

  handleDisconnect(ws: WebSocket): void {
    this.leaving.get(ws)?.();
  }

  /** What runs have said by now is stored and sent before the sockets are closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.publisher.flushAll();
    this.feeds.flush();
    await this.manager.closeAll();
  }

  private async follow(ws: WebSocket, client: WebSocketClient, after: number): Promise<void> {
    try {
      if (after > 0) {
        const head = await this.log.head(client.sessionId);
        if (after > head) return client.refuse(beyondHead('after', after, head), CLOSE_CODES.notAllowed);
      }
      if (!client.isOpen) return;
      const subscription = this.feeds.subscribe(client.sessionId, client, after);
      this.leaving.set(ws, () => {
        subscription.cancel();
        this.manager.disconnect(client);
      });
      await subscription.live;
    } catch (error) {
      this.logger.warn({ err: error, session_id: client.sessionId }, 'A session could not be replayed');
      const message = isDatabaseGone(error)
        ? 'The database does not answer for the moment.'
        : 'The events cannot be read for the moment.';
      client.refuse(new ServiceUnavailableError(message), CLOSE_CODES.tryAgainLater);
    }
  }
}
