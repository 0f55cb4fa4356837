import { WebSocketConnectionError } from '#errors';
import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** The path of a session asked for as a document: by a person, or through a proxy that passes no upgrade on. */
@ApiExcludeController()
@Controller('ws/orchestrator')
export class NoUpgradeController {
  @Get(':session_id')
  refuse(): never {
    throw new WebSocketConnectionError('This is a WebSocket, and the request does not ask for an upgrade.', {
      suggestions: [
        'Connect with ws:// or wss://, for example: npx wscat -c ws://127.0.0.1:3000/ws/orchestrator/spring-2027',
        'A proxy in between must pass the headers Upgrade and Connection on.',
      ],
    });
  }
}
