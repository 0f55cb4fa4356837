import type { IncomingMessage } from 'node:http';

/** Subprotocol that the server speaks, and echoes when a client offers it. */
export const SUBPROTOCOL = 'season-orchestrator';
const KEY_PREFIX = 'bearer.';

/**
 * The API key of a WebSocket upgrade: from `Authorization: Bearer KEY`, or, as a browser has it, from an offered
 * subprotocol `bearer.KEY` beside `season-orchestrator`. The key is never echoed.
 */
export function apiKeyOf(request: IncomingMessage): string | null {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(KEY_PREFIX))?.slice(KEY_PREFIX.length) ?? null;
}

/** For ws: the one subprotocol that is spoken, or none. */
export function chooseSubprotocol(offered: ReadonlySet<string>): string | false {
  return offered.has(SUBPROTOCOL) && SUBPROTOCOL;
}
