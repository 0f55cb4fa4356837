import { REQUEST_ID_HEADER, requestIdOf } from '#errors';
import { type Logger, pino } from 'pino';
import { type HttpLogger, pinoHttp } from 'pino-http';
import type { Config } from './config/config.ts';

/** Where secrets can stand in what is logged. */
const SECRETS = [
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["api-key"]',
  'req.headers["sec-websocket-protocol"]',
  '*.apiKey',
  '*.password',
];

/** Where the framework says what it wires: of use when that fails, noise otherwise. */
const BOOT_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'WebSocketsController',
]);
const INFO = 30;

export function createLogger({ values }: Config): Logger {
  const pretty =
    values.LOG_FORMAT === 'pretty' || (values.LOG_FORMAT === 'auto' && process.stdout.isTTY === true);
  return pino({
    level: values.LOG_LEVEL,
    redact: { paths: SECRETS, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    hooks: {
      logMethod(args, method, level) {
        const context = (args[0] as { context?: string } | undefined)?.context;
        if (level > INFO || context === undefined || !BOOT_CONTEXTS.has(context)) method.apply(this, args);
      },
    },
    formatters: { level: (label) => ({ level: label }) },
    ...(pretty && {
      transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', singleLine: true } },
    }),
  });
}

/** One line for each request; the id is born here, before any body is read, so that refused requests have one too. */
export function createRequestLogger(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: (request, response) => {
      const id = requestIdOf(request);
      response.setHeader(REQUEST_ID_HEADER, id); // files and documents reach no interceptor
      return id;
    },
    autoLogging: { ignore: (request) => (request.url ?? '').startsWith('/health') },
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode >= 500 ? 'error' : 'info',
    customProps: (request) => ({ request_id: request.id }),
    serializers: {
      // Headers and bodies stay out: a line says who asked what, how it ended and how long it took.
      req: (request: { method: string; url: string; remoteAddress: string }) => ({
        method: request.method,
        path: request.url.split('?')[0],
        remote: request.remoteAddress,
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    wrapSerializers: true,
  });
}
