import { WebSocketConnectionError, answerRaw, requestIdOf, toOrchestratorError } from '#errors';
import type { INestApplication } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { ConnectionManager } from './connection-manager.service.ts';
import { SESSIONS_PATH, SessionUpgrade } from './session-upgrade.service.ts';

/**
 * Nest's ws adapter with a session id in the path, which it cannot match itself, and with refusals that are HTTP
 * answers with an ErrorResponse. `app.useWebSocketAdapter(new SessionPathWsAdapter(app))`.
 */
export class SessionPathWsAdapter extends WsAdapter {
  private readonly app: INestApplication;
  private detach: () => void = () => undefined;

  constructor(app: INestApplication) {
    super(app);
    this.app = app;
  }

  /** Messages are the gateway's own business: they have no `event`, and none is dropped silently. */
  override bindMessageHandlers(): void {}

  /** A broken frame is the client's fault and closes its socket; ws does that, and the log need not grow by it. */
  override bindErrorHandler(server: WebSocketServer): WebSocketServer {
    server.on('connection', (ws) => ws.on('error', () => undefined));
    server.on('wsClientError', (error, socket, request) =>
      answerRaw(
        socket,
        new WebSocketConnectionError(`This is no WebSocket handshake: ${error.message}.`),
        requestIdOf(request),
      ),
    );
    return server;
  }

  override async dispose(): Promise<void> {
    this.detach();
    await super.dispose();
  }

  protected override ensureHttpServerExists(port: number, httpServer?: Server): Server | undefined {
    if (httpServer === undefined || this.httpServersRegistry.has(port)) return undefined;
    this.httpServersRegistry.set(port, httpServer);
    const upgrade = this.app.get(SessionUpgrade, { strict: false });
    const manager = this.app.get(ConnectionManager, { strict: false });
    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
      // From here on every part that asks is given the same id.
      const requestId = (request.headers['x-request-id'] = requestIdOf(request));
      const gone = (): void => void socket.destroy();
      socket.on('error', gone);
      upgrade
        .admit(request)
        .then((admission) => {
          manager.admit(admission.address);
          socket.off('error', gone);
          this.sessionServer(port).handleUpgrade(request, socket, head, (ws) =>
            this.sessionServer(port).emit('connection', ws, request, admission),
          );
        })
        .catch((error: unknown) =>
          answerRaw(socket, toOrchestratorError(error, { method: 'GET', path: SESSIONS_PATH }), requestId),
        );
    };
    Object.assign(httpServer, { shouldUpgradeCallback: asksForWebSocket });
    httpServer.on('upgrade', onUpgrade);
    this.detach = () => httpServer.off('upgrade', onUpgrade);
    return httpServer;
  }

  private sessionServer(port: number): WebSocketServer {
    const servers = (this.wsServersRegistry.get(port) ?? []) as (WebSocketServer & { path: string })[];
    const server = servers.find(({ path }) => path === SESSIONS_PATH);
    if (server === undefined) throw new Error(`No gateway serves ${SESSIONS_PATH}`);
    return server;
  }
}

/** One that offers another protocol, such as h2c, is answered as if it had not (RFC 9110, section 7.8). */
function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return (headers.upgrade ?? '').split(',').some((protocol) => protocol.trim().toLowerCase() === 'websocket');
}
