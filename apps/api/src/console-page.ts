import type { NestExpressApplication } from '@nestjs/platform-express';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Stricter than the rest of the server: the console has no inline style either, and talks to this server alone. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(';');

const NOT_BUILT = `The console is not built: "npm run build" makes it, and "npm start" does by itself.
Everything it shows is a call of the API, which is here: /docs\n`;

/**
 * The console at `/`. It stands before the check of keys: the page holds nothing of anybody, and asks for a key itself.
 *
 * @param folder where `npm run build` puts it
 */
export function serveConsole(app: NestExpressApplication, folder = builtConsole()): void {
  app.useStaticAssets(path.join(folder, 'assets'), {
    prefix: '/assets/',
    index: false,
    immutable: true, // names carry a hash of the content
    maxAge: '1y',
  });
  app
    .getHttpAdapter()
    .getInstance()
    .get('/', (_request, response) => {
      response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      response.setHeader('Cache-Control', 'no-cache');
      response.sendFile('index.html', { root: folder, cacheControl: false }, (error) => {
        if (error) response.status(503).type('text/plain').send(NOT_BUILT);
      });
    });
}

/** `dist/console` of the checkout, seen from the sources and from the built server alike. */
function builtConsole(): string {
  let root = import.meta.dirname;
  while (!existsSync(path.join(root, 'package.json'))) root = path.dirname(root);
  return path.join(root, 'dist', 'console');
}
