import { Database } from '#database';
import { ForbiddenError, UnauthenticatedError } from '#errors';
import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { ACCESS_CONFIG, type AccessConfig } from './access.config.ts';
import { countedAddress } from './address.ts';
import { onBehalfOf } from './caller.ts';
import { type KeyHolder, KeyRing } from './key-ring.service.ts';
import { isAllowedOrigin } from './origin.ts';
import { RequestRate, RequestRateError, rateHeaders } from './request-rate.ts';
import { claimSession } from './session-claim.ts';
import { SessionRetention } from './session-retention.service.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Judges requests and WebSocket upgrades before anything of them is read. */
@Injectable()
export class Access {
  private readonly rate: RequestRate;

  constructor(
    @Inject(ACCESS_CONFIG) private readonly config: AccessConfig,
    @Inject(KeyRing) private readonly keys: KeyRing,
    @Inject(Database) private readonly database: Database,
    @Inject(SessionRetention) private readonly retention: SessionRetention,
  ) {
    this.rate = new RequestRate(config.requestsPerMinute);
  }

  /**
   * Express middleware; it stands before the body parser, so that a refused request costs next to nothing. What
   * follows runs on behalf of the caller.
   */
  readonly middleware = (request: Request, response: Response, next: NextFunction): void => {
    this.admit(request, response).then(
      (owner) => onBehalfOf(owner, next),
      (error: unknown) => {
        if (error instanceof UnauthenticatedError) response.setHeader('WWW-Authenticate', 'Bearer');
        if (error instanceof RequestRateError)
          for (const [name, value] of Object.entries(rateHeaders(error.standing)))
            response.setHeader(name, value);
        next(error);
      },
    );
  };

  /**
   * A WebSocket upgrade to a session.
   *
   * @throws UnauthenticatedError, RateLimitedError; DataNotFoundError when the session is another owner's
   */
  async admitToSession(request: IncomingMessage, sessionId: string, token: string | null): Promise<void> {
    const address = countedAddress(request.socket.remoteAddress);
    const holder = await this.holder(token, address);
    await this.rate.count(holder?.keyId ?? address);
    const { socket } = request;
    if (holder !== null) this.retention.hold(sessionId, socket);
    await claimSession(this.database, sessionId, holder?.owner ?? null);
    if (holder === null) return;
    socket.once(
      'close',
      this.keys.endWith(holder.keyId, () => socket.destroy()),
    );
  }

  isOpen(path: string): boolean {
    return covers(this.config.openPaths, path);
  }

  /** @returns the owner; null with AUTH=off */
  private async admit(request: Request, response: Response): Promise<string | null> {
    this.requireOrigin(request);
    const address = countedAddress(request.socket.remoteAddress);
    const isOpen = this.isOpen(request.path);
    const holder = isOpen ? null : await this.holder(bearerOf(request), address);
    if (!covers(this.config.uncountedPaths, request.path)) {
      const standing = await this.rate.count(holder?.keyId ?? address);
      if (standing !== null)
        for (const [name, value] of Object.entries(rateHeaders(standing))) response.setHeader(name, value);
    }
    if (holder !== null)
      response.once(
        'close',
        this.keys.endWith(holder.keyId, () => response.destroy()),
      );
    return holder?.owner ?? null;
  }

  /** A page elsewhere can send a form in a planner's browser, though it may not read the answer. */
  private requireOrigin(request: Request): void {
    if (READING.has(request.method) || isAllowedOrigin(request, this.config.allowedOrigins)) return;
    throw new ForbiddenError('Pages of this origin may not change anything here.', {
      details: { origin: (request.headers.origin ?? '').slice(0, 200) },
      suggestions: ['Add the origin to ALLOWED_ORIGINS.'],
    });
  }

  /** Who holds the key; null with AUTH=off. A wrong key counts against the address that tried it. */
  private async holder(token: string | null, address: string): Promise<KeyHolder | null> {
    if (this.config.auth === 'off') return null;
    try {
      return await this.keys.holderOf(token);
    } catch (error) {
      await this.rate.count(address);
      throw error;
    }
  }
}

function bearerOf(request: IncomingMessage): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function covers(paths: readonly string[], path: string): boolean {
  return paths.some((covered) => (covered.endsWith('/') ? path.startsWith(covered) : path === covered));
}
