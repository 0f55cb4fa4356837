import { SESSIONS_PATH } from '../session-upgrade.service.ts';
import type { JsonSchema } from './json-schema.ts';
import { MESSAGE_EXAMPLES } from './message-examples.ts';
import { MESSAGE_SCHEMAS } from './message-schemas.ts';

type MessageName = keyof typeof MESSAGE_EXAMPLES;

const TO_CLIENT = [
  'agent_status',
  'progress',
  'complete',
  'error',
  'heartbeat',
  'connection_error',
] as const satisfies readonly MessageName[];
const FROM_CLIENT = ['ping'] as const satisfies readonly MessageName[];

export interface AsyncApiServer {
  /** `host:port` as the reader reaches it. */
  readonly host: string;
  readonly protocol: 'ws' | 'wss';
}

/** The session stream as an AsyncAPI 3 document, made of the schemas that outgoing messages are held to. */
export function asyncApiDocument({ host, protocol }: AsyncApiServer): JsonSchema {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Season orchestrator: session stream',
      version: '1.0.0',
      description:
        'Plain WebSocket, JSON text frames. On connect the server replays every stored message after `after` (0 when absent), then goes on live without a gap and without a duplicate. Close codes: 1001 going away (reconnect), 1003 binary frame, 1008 not allowed, 1009 frame over 64 KiB, 1013 client too slow or server unable for the moment (reconnect with `after`).',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: { here: { host, protocol } },
    channels: {
      session: {
        address: `${SESSIONS_PATH}/{session_id}`,
        description: 'All runs of one session. It may be opened before its first run.',
        parameters: {
          session_id: { description: '1 to 64 of A-Z, a-z, 0-9, dot, underscore and hyphen' },
        },
        bindings: {
          ws: {
            method: 'GET',
            query: {
              type: 'object',
              properties: {
                after: { type: 'integer', minimum: 0, description: 'The last sequence that the client has' },
              },
            },
          },
        },
        messages: Object.fromEntries(
          [...TO_CLIENT, ...FROM_CLIENT].map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
      },
    },
    operations: {
      sendMessages: operation('send', 'The server sends a session’s messages', TO_CLIENT),
      receivePing: {
        ...operation('receive', 'A client asks for a heartbeat', FROM_CLIENT),
        reply: {
          channel: { $ref: '#/channels/session' },
          messages: [{ $ref: '#/channels/session/messages/heartbeat' }],
        },
      },
    },
    components: {
      messages: Object.fromEntries(
        [...TO_CLIENT, ...FROM_CLIENT].map((name) => [
          name,
          {
            name,
            summary: MESSAGE_SCHEMAS[name].description,
            payload: { $ref: `#/components/schemas/${name}` },
            examples: [{ payload: MESSAGE_EXAMPLES[name] }],
          },
        ]),
      ),
      schemas: MESSAGE_SCHEMAS,
    },
  };
}

function operation(action: 'send' | 'receive', summary: string, names: readonly MessageName[]): JsonSchema {
  return {
    action,
    summary,
    channel: { $ref: '#/channels/session' },
    messages: names.map((name) => ({ $ref: `#/channels/session/messages/${name}` })),
  };
}
