import { Access } from '#access';
import { validationErrorOf } from '#errors';
import type { Tracing } from '#operations';
import { SessionPathWsAdapter } from '#streaming';
import { ValidationPipe } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import type { HttpLogger } from 'pino-http';
import type { Config } from './config/config.ts';
import { serveApiExplorer } from './api-explorer.ts';
import { serveConsole } from './console-page.ts';
import { answerBrokenRequests } from './broken-requests.ts';
import { BODY_LIMIT, onlyJsonBodies, onlyObjects } from './body-limits.ts';

/** Headers of answers that pages of ALLOWED_ORIGINS may read. */
const READABLE_HEADERS = [
  'X-Request-Id',
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Content-Disposition',
];

/** Paths that stand outside `/api`. */
const UNPREFIXED = [
  'health/live',
  'health/ready',
  'metrics',
  'docs/asyncapi.json',
  'ws/orchestrator/:session_id',
];

/**
 * Everything between a Nest application and the wire: ids, bounds, pipes, filters, the WebSocket adapter, the API
 * explorer. The server and the e2e suite call this same function.
 */
export function configureApp(
  app: NestExpressApplication,
  config: Config,
  requestLogger: HttpLogger,
  tracing: Tracing | null,
): void {
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.use(requestLogger);
  if (tracing !== null) app.use(tracing.middleware);
  app.use(helmet({ contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } } }));
  // Before access: a browser asks for permission without its key.
  if (config.values.ALLOWED_ORIGINS.length > 0)
    app.enableCors({
      origin: [...config.values.ALLOWED_ORIGINS],
      exposedHeaders: READABLE_HEADERS,
      maxAge: 600,
    });
  serveConsole(app);
  app.use(app.get(Access).middleware);
  app.use(onlyJsonBodies);
  app.useBodyParser('json', { limit: BODY_LIMIT, strict: false });
  app.use(onlyObjects);
  app.setGlobalPrefix('api', { exclude: UNPREFIXED });
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: true, value: true }, // the fields there are stand in the answer
      exceptionFactory: validationErrorOf,
    }),
  );
  answerBrokenRequests(app.getHttpServer());
  app.useWebSocketAdapter(new SessionPathWsAdapter(app));
  serveApiExplorer(app);
}
