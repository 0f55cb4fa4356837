// `npm run lint:openapi`: the API document of the built application, held to redocly.yaml. Needs no database: none is
// asked before the application listens.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { createApp } from '../dist/apps/api/src/app.factory.js';
import { apiDocument } from '../dist/apps/api/src/api-explorer.js';
import { Config } from '../dist/apps/api/src/config/config.js';
import { root } from './install-missing.mjs';

const app = await createApp(Config.read({}), 'postgresql://127.0.0.1/none', pino({ level: 'silent' }));
const folder = mkdtempSync(path.join(tmpdir(), 'season-openapi-'));
const file = path.join(folder, 'openapi.json');
writeFileSync(file, JSON.stringify(apiDocument(app), null, 2));
const { status } = spawnSync(
  process.execPath,
  [path.join(root, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', file, '--config', 'redocly.yaml'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  },
);
rmSync(folder, { recursive: true });
process.exit(status ?? 1);
