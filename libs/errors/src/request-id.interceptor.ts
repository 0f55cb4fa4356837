import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** Sets the id that the logger gave the request on its answer; the error filter does the same for refusals. */
@Injectable()
export class RequestIdInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request & { id: string }>();
    const response = http.getResponse<Response>();
    if (!response.headersSent) response.setHeader(REQUEST_ID_HEADER, request.id);
    return next.handle();
  }
}
