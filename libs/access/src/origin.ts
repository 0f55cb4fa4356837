import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from a web page that may call: one of this server itself, or of an allowed origin. Programs
 * send no `Origin`, and may.
 */
export function isAllowedOrigin({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
