import { isAllowedOrigin } from '#access';
import { ForbiddenError, RouteNotFoundError, WebSocketConnectionError, requestIdOf } from '#errors';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { parseSequence } from './sequence.ts';
import {
  SESSION_ACCESS,
  STREAMING_CONFIG,
  type SessionAccess,
  type StreamingConfig,
} from './streaming-config.ts';

export const SESSIONS_PATH = '/ws/orchestrator';

/** A WebSocket request that may be upgraded. */
export interface Admission {
  readonly sessionId: string;
  readonly after: number;
  readonly requestId: string;
  readonly address: string;
}

const SESSION_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Judges WebSocket requests while they can still be refused as HTTP. */
@Injectable()
export class SessionUpgrade implements OnModuleInit {
  private access: SessionAccess | undefined;

  constructor(
    @Inject(STREAMING_CONFIG) private readonly config: StreamingConfig,
    @Inject(ModuleRef) private readonly moduleRef: ModuleRef,
  ) {}

  onModuleInit(): void {
    try {
      this.access = this.moduleRef.get<SessionAccess>(SESSION_ACCESS, { strict: false });
    } catch {
      this.access = undefined; // nobody guards sessions
    }
  }

  /**
   * @throws RouteNotFoundError (another path), ForbiddenError (origin), WebSocketConnectionError (session id, `after`),
   * and what `SessionAccess` throws
   */
  async admit(request: IncomingMessage): Promise<Admission> {
    const [path, query = ''] = (request.url ?? '').split('?', 2);
    if (path !== SESSIONS_PATH && !path.startsWith(`${SESSIONS_PATH}/`))
      throw new RouteNotFoundError('WebSocket', path);
    this.checkOrigin(request);
    const sessionId = decoded(path.slice(SESSIONS_PATH.length + 1));
    if (!SESSION_ID.test(sessionId))
      throw new WebSocketConnectionError(
        'The session id in the path must be 1 to 64 characters of A-Z, a-z, 0-9, dot, underscore and hyphen.',
        {
          details: { session_id: sessionId.slice(0, 200) },
          suggestions: [`Open ${SESSIONS_PATH}/{session_id}, for example ${SESSIONS_PATH}/spring-2027.`],
        },
      );
    const after = new URLSearchParams(query).getAll('after');
    const admission: Admission = {
      sessionId,
      after: after.length === 0 ? 0 : parseSequence('after', after.join(',')),
      requestId: requestIdOf(request),
      address: request.socket.remoteAddress ?? 'unknown',
    };
    await this.access?.authorise(request, sessionId);
    return admission;
  }

  private checkOrigin(request: IncomingMessage): void {
    const { origin } = request.headers;
    const allowed = this.config.allowedOrigins;
    if (origin === undefined || allowed === null || isAllowedOrigin(request, allowed)) return;
    throw new ForbiddenError('Pages of this origin may not open a WebSocket here.', {
      details: { origin: origin.slice(0, 200) },
      suggestions: ['Add the origin to ALLOWED_ORIGINS.'],
    });
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
