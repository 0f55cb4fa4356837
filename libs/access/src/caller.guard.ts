import { UnauthenticatedError } from '#errors';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ACCESS_CONFIG, type AccessConfig } from './access.config.ts';
import { Access } from './access.service.ts';
import { currentOwner } from './caller.ts';

/** The second lock: no handler is reached without an owner, though the middleware were missing or lost its caller. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(
    @Inject(ACCESS_CONFIG) private readonly config: AccessConfig,
    @Inject(Access) private readonly access: Access,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.config.auth === 'off' || context.getType() !== 'http') return true;
    const { path } = context.switchToHttp().getRequest<Request>();
    if (currentOwner() === null && !this.access.isOpen(path))
      throw new UnauthenticatedError('The request has no owner.');
    return true;
  }
}
