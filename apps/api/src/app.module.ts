import { DatabaseModule } from '#database';
import { ErrorsModule } from '#errors';
import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';

/** Wires the libs together; nothing else lives here. */
@Module({})
export class AppModule {
  static forRoot(config: Config, databaseUrl: string, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: { logger }, useExisting: true }),
        ErrorsModule,
        DatabaseModule.forUrl(databaseUrl),
      ],
    };
  }
}
