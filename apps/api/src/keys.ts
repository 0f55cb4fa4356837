import { ApiKeyStore, type ApiKey } from '#access';
import {
  checkExternalPostgres,
  Database,
  migrate,
  runningEmbeddedPostgres,
  startEmbeddedPostgres,
  StartupError,
} from '#database';
import { existsSync } from 'node:fs';
import { Config } from './config/config.ts';

const USAGE = `Makes, lists and revokes API keys, for a server that runs with AUTH=api-key. The server may be running.

  npm run keys -- create NAME   a new key for NAME; keys of one name see the same data sets, runs and sessions
  npm run keys -- list          every key there was
  npm run keys -- revoke ID     ends a key, and what it has open, at once
`;

/** The database of the server: DATABASE_URL, the running embedded one, or the embedded one started for a moment. */
async function withDatabase<T>({ values }: Config, work: (database: Database) => Promise<T>): Promise<T> {
  let url = values.DATABASE_URL;
  let stop: () => Promise<void> = async () => undefined;
  if (url !== undefined) await checkExternalPostgres(url);
  else url = await runningEmbeddedPostgres(values.STATE_DIR);
  if (url === undefined) {
    const postgres = await startEmbeddedPostgres({ stateDir: values.STATE_DIR });
    ({ url } = postgres);
    stop = () => postgres.stop();
  }
  try {
    await migrate(url);
    const database = new Database(url);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await stop();
  }
}

/** The token alone goes to standard output, so that a script can keep it. */
async function create(keys: ApiKeyStore, name: string, config: Config): Promise<void> {
  const { keyId, token } = await keys.create(name);
  process.stderr.write(`Key ${keyId} of ${name}. It is shown this once:\n\n`);
  process.stdout.write(`${token}\n`);
  process.stderr.write('\nSend it as: Authorization: Bearer KEY\n');
  if (config.values.AUTH === 'off')
    process.stderr.write('Keys are asked for when the server runs with AUTH=api-key; here AUTH is off.\n');
}

function table(keys: readonly ApiKey[]): string {
  const rows = keys.map(({ key_id, owner, created_at, revoked_at }) => [
    key_id,
    owner,
    created_at.toISOString(),
    revoked_at === null ? 'valid' : `revoked ${revoked_at.toISOString()}`,
  ]);
  const all = [['ID', 'NAME', 'CREATED', 'STATE'], ...rows];
  const widths = all[0].map((_title, column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @returns the exit code */
async function main([command, argument, ...rest]: readonly string[]): Promise<number> {
  const wantsArgument = command === 'create' || command === 'revoke';
  if (
    (!wantsArgument && command !== 'list') ||
    wantsArgument !== (argument !== undefined) ||
    rest.length > 0
  ) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = Config.read(process.env);
  return withDatabase(config, async (database) => {
    const keys = new ApiKeyStore(database);
    switch (command) {
      case 'create':
        await create(keys, argument, config);
        return 0;
      case 'revoke': {
        const revoked = await keys.revoke(argument);
        process.stderr.write(
          revoked
            ? `Key ${argument} is revoked.\n`
            : `There is no valid key ${argument}; "npm run keys -- list" shows the ids.\n`,
        );
        return revoked ? 0 : 1;
      }
      default:
        process.stdout.write(`${table(await keys.list())}\n`);
        return 0;
    }
  });
}

main(process.argv.slice(2)).then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    const isForPeople = error instanceof StartupError || error instanceof RangeError;
    process.stderr.write(`keys: ${isForPeople ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
