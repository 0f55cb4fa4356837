import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { asyncApiDocument } from './schemas/asyncapi-document.ts';
import type { JsonSchema } from './schemas/json-schema.ts';

/** `GET /docs/asyncapi.json`, beside Swagger UI: the application excludes it from its prefix. */
@ApiExcludeController()
@Controller('docs')
export class AsyncApiController {
  @Get('asyncapi.json')
  document(@Req() request: Request): JsonSchema {
    return asyncApiDocument({
      host: request.headers.host ?? 'localhost',
      protocol: request.secure ? 'wss' : 'ws',
    });
  }
}
