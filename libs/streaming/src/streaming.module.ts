import { type DynamicModule, Global, Module } from '@nestjs/common';
import { EventLog } from './event-log.ts';
import { EventPublisher } from './event-publisher.service.ts';
import { SessionFeeds } from './session-feeds.service.ts';
import { STREAMING_CONFIG, type StreamingConfig } from './streaming-config.ts';

/** The event log, its publisher, and the WebSocket and event-stream views of it. Needs `DatabaseModule`. */
@Global()
@Module({})
export class StreamingModule {
  static forRoot(config: StreamingConfig): DynamicModule {
    return {
      module: StreamingModule,
      providers: [{ provide: STREAMING_CONFIG, useValue: config }, EventLog, EventPublisher, SessionFeeds],
      exports: [EventLog, EventPublisher],
    };
  }
}
