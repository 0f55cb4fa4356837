import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { ERROR_CATALOGUE } from './error-catalogue.ts';
import { toOrchestratorError } from './error-response.ts';
import { RetryLaterError } from './orchestrator-error.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** Renders everything thrown over HTTP as an ErrorResponse, and logs the inside under the same request id. */
@Catch()
export class ErrorResponseFilter implements ExceptionFilter {
  constructor(private readonly logger: PinoLogger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request & { id: string }>();
    const response = http.getResponse<Response>();
    const error = toOrchestratorError(thrown, {
      method: request.method,
      path: request.originalUrl.split('?')[0] ?? request.path,
      contentType: request.headers['content-type'],
    });
    const level = ERROR_CATALOGUE[error.error_type].logLevel;
    this.logger[level](
      {
        error_type: error.error_type,
        request_id: request.id,
        ...(level === 'error' && { err: error.cause ?? error }),
      },
      error.message,
    );
    if (response.headersSent) {
      // Half of an answer is out: the honest end is a broken connection, not a second body.
      response.destroy();
      return;
    }
    response.setHeader(REQUEST_ID_HEADER, request.id);
    if (error instanceof RetryLaterError)
      response.setHeader('Retry-After', String(error.retry_after_seconds));
    response.status(error.httpStatus).json(error.toResponse(request.id));
  }
}
