import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { ErrorResponseFilter } from './error-response.filter.ts';
import { RequestIdInterceptor } from './request-id.interceptor.ts';

/** Every HTTP error as an ErrorResponse, every answer with its request id. Gateways bind their own filter. */
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ErrorResponseFilter },
    { provide: APP_INTERCEPTOR, useClass: RequestIdInterceptor },
  ],
})
export class ErrorsModule {}
