import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { serveConsole } from '../../apps/api/src/console-page.ts';
import { smallRetailer } from '../support/small-retailer.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const BUILT = path.resolve(import.meta.dirname, '../../dist/console');
const BUDGET_BYTES = 150 * 1024;

describe('the console page', () => {
  const data = smallRetailer();
  let server: TestServer;
  let page: Response;
  let html: string;

  beforeAll(async () => {
    server = await startTestServer({ DATA_DIR: data.path, AUTH: 'api-key' });
    page = await fetch(server.url);
    html = await page.text();
  }, 60_000);
  afterAll(async () => {
    await server.close();
    data.remove();
  });

  const assets = (): string[] => [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file]) => file);

  it('is public, and may run and load nothing but its own files', () => {
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none';script-src 'self';style-src 'self';/,
    );
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(html).not.toMatch(/<style|style=|<script(?![^>]* src=)| on\w+=/);
  });

  it('is asked for anew each time, and its files never again', async () => {
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(assets().length).toBeGreaterThanOrEqual(3);
    for (const file of assets()) {
      const response = await fetch(server.url + file);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
  });

  it('answers for a file that is not there as the API does', async () => {
    const response = await fetch(`${server.url}/assets/none.js`);

    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error_type: 'UNAUTHENTICATED' });
  });

  it('weighs less than 150 KiB, packed', () => {
    const files = readdirSync(BUILT, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const packed = files.map((file) => gzipSync(readFileSync(path.join(file.parentPath, file.name))).length);

    expect(packed.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET_BYTES);
  });

  it('says how it is built where it is not', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'no-console-'));
    class Nothing {}
    const app = await NestFactory.create<NestExpressApplication>({ module: Nothing }, { logger: false });
    serveConsole(app, folder);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/`);

    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build');
    await app.close();
    rmSync(folder, { recursive: true });
  });
});
