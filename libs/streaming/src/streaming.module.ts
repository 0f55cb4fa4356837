import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AsyncApiController } from './asyncapi.controller.ts';
import { ConnectionManager } from './connection-manager.service.ts';
import { EventLog } from './event-log.ts';
import { EventPublisher } from './event-publisher.service.ts';
import { NoUpgradeController } from './no-upgrade.controller.ts';
import { SessionFeeds } from './session-feeds.service.ts';
import { SessionUpgrade } from './session-upgrade.service.ts';
import { SessionGateway } from './session.gateway.ts';
import { STREAMING_CONFIG, type StreamingConfig } from './streaming-config.ts';
import { WorkflowEventsController } from './workflow-events.controller.ts';

/** The event log, its publisher, and the WebSocket and event-stream views of it. Needs `DatabaseModule`. */
@Global()
@Module({})
export class StreamingModule {
  static forRoot(config: StreamingConfig): DynamicModule {
    return {
      module: StreamingModule,
      controllers: [WorkflowEventsController, AsyncApiController, NoUpgradeController],
      providers: [
        { provide: STREAMING_CONFIG, useValue: config },
        EventLog,
        EventPublisher,
        SessionFeeds,
        ConnectionManager,
        SessionUpgrade,
        SessionGateway,
      ],
      exports: [EventLog, EventPublisher, ConnectionManager],
    };
  }
}
