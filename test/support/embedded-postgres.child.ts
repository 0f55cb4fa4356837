import { startEmbeddedPostgres } from '../../libs/database/src/embedded-postgres.ts';

// A server process of its own, to be killed: starts PostgreSQL below the folder given and says where.
const server = await startEmbeddedPostgres({ stateDir: process.argv[2] ?? '' });
process.stdout.write(JSON.stringify({ url: server.url, pid: server.pid() }) + '\n');
setInterval(() => undefined, 60_000);
