import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, HttpAdapterHost } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import { ErrorResponseFilter } from './error-response.filter.ts';
import { RouteNotFoundError } from './orchestrator-error.ts';
import { RequestIdInterceptor } from './request-id.interceptor.ts';

/** Every HTTP error as an ErrorResponse, every answer with its request id. Gateways bind their own filter. */
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ErrorResponseFilter },
    { provide: APP_INTERCEPTOR, useClass: RequestIdInterceptor },
  ],
})
export class ErrorsModule implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  /** Runs when all routes are registered. Nest's own answer to an unknown path covers its global prefix alone. */
  onModuleInit(): void {
    this.host.httpAdapter.use((request: Request, _response: Response, next: NextFunction) =>
      next(new RouteNotFoundError(request.method, request.path)),
    );
  }
}
