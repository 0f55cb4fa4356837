import type { Tracing } from '#operations';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { AppModule } from './app.module.ts';
import { configureApp } from './app.setup.ts';
import type { Config } from './config/config.ts';
import { createRequestLogger } from './logging.ts';

/** The whole application on a migrated database, ready to listen. The server and the e2e suite make it here. */
export async function createApp(
  config: Config,
  databaseUrl: string,
  logger: Logger,
  tracing: Tracing | null = null,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(config, databaseUrl, logger),
    {
      bodyParser: false, // configureApp reads bodies after the request has its id
      bufferLogs: true,
      abortOnError: false, // a module that cannot start is a StartupError, not a process.exit inside a library
    },
  );
  configureApp(app, config, createRequestLogger(logger), tracing);
  return app;
}
