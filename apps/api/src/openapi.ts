import { pino } from 'pino';
import { apiDocument } from './api-explorer.ts';
import { createApp } from './app.factory.ts';
import { Config } from './config/config.ts';

/** Prints the API document, for `npm run lint:openapi`. No database is asked before the application listens. */
const app = await createApp(Config.read({}), 'postgresql://127.0.0.1/none', pino({ level: 'silent' }));
process.stdout.write(JSON.stringify(apiDocument(app), null, 2), () => process.exit());
