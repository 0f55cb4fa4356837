import { toOrchestratorError } from '#errors';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';

/** The error filter's bodies, for parts of the application that a test runs without the application's logger. */
@Catch()
export class ErrorBodies implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = toOrchestratorError(thrown, { method: 'GET', path: '' });
    host
      .switchToHttp()
      .getResponse<Response>()
      .status(error.httpStatus)
      .json(error.toResponse('test-request'));
  }
}
