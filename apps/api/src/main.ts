import { checkExternalPostgres, migrate, startEmbeddedPostgres, StartupError } from '#database';
import { startTracing, type Tracing } from '#operations';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { createApp } from './app.factory.ts';
import { banner } from './banner.ts';
import { Config } from './config/config.ts';
import { createLogger } from './logging.ts';

/** An orderly end takes a second or two; past this something hangs, and the supervisor should see a failure. */
const SHUTDOWN_LIMIT_MS = 10_000;

interface Running {
  app?: NestExpressApplication;
  tracing?: Tracing | null;
  stopDatabase?: () => Promise<void>;
}

async function start(running: Running, config: Config, logger: Logger): Promise<void> {
  const { values } = config;
  const notes: string[] = [];
  let databaseUrl = values.DATABASE_URL;
  if (databaseUrl !== undefined) {
    await checkExternalPostgres(databaseUrl);
  } else {
    const postgres = await startEmbeddedPostgres({
      stateDir: values.STATE_DIR,
      onLog: (line) => logger.debug({ from: 'postgres' }, line),
    });
    running.stopDatabase = () => postgres.stop();
    databaseUrl = postgres.url;
    notes.push(...postgres.notes);
  }
  if (values.AUTH === 'api-key')
    notes.push('every request needs a key of npm run keys -- create NAME: -H "Authorization: Bearer KEY"');
  await migrate(databaseUrl);
  running.tracing = await startTracing(process.env);
  running.app = await createApp(config, databaseUrl, logger, running.tracing);
  await listen(running.app, config);
  const { port } = running.app.getHttpServer().address() as AddressInfo;
  const host = values.HOST.includes(':') ? `[${values.HOST}]` : values.HOST;
  const url = `http://${host}:${port}`;
  process.stdout.write(banner(url, notes));
  process.send?.({ ready: url });
}

async function listen(app: NestExpressApplication, { values }: Config): Promise<void> {
  try {
    await app.listen(values.PORT, values.HOST);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE')
      throw new StartupError(
        `PORT ${values.PORT} is taken by another program; set PORT to a free one, or 0 for any`,
      );
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      throw new StartupError(`HOST is "${values.HOST}"; no address of that name is known`);
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new StartupError(
        `HOST ${values.HOST}, PORT ${values.PORT}: this machine does not let us listen there (${code})`,
      );
    throw error;
  }
}

/** Stops accepting, flushes sockets, hands unfinished runs back; PostgreSQL goes last, when nobody needs it any more. */
async function stop(running: Running): Promise<void> {
  await running.app?.close();
  await running.tracing?.stop();
  await running.stopDatabase?.();
}

function main(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const running: Running = {};
  let logger: Logger | undefined;
  let ending = false;
  const end = (exitCode: number): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    started
      .catch(() => undefined)
      .then(() => stop(running))
      .then(
        () => process.exit(exitCode),
        (error: unknown) => {
          logger?.fatal({ err: error }, 'the server did not end in order');
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  // A parent that opened a channel, as `npm run plan` does, takes the server along however it goes.
  process.on('disconnect', () => end(0));

  const started = (async () => {
    const config = Config.read(process.env);
    logger = createLogger(config);
    await start(running, config, logger);
  })();
  started.catch((error: unknown) => {
    if (error instanceof StartupError)
      process.stderr.write(`season-orchestrator does not start: ${error.message}\n`);
    else if (logger !== undefined) logger.fatal({ err: error }, 'the server does not start');
    else process.stderr.write(`season-orchestrator does not start: ${String(error)}\n`);
    end(1);
  });
}

main();
