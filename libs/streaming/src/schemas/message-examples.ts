import type { ConnectionError, Heartbeat, WorkflowEvent } from '#contracts';

type EventOf<Type extends WorkflowEvent['type']> = Extract<WorkflowEvent, { type: Type }>;

interface MessageExamples {
  readonly agent_status: EventOf<'agent_status'>;
  readonly progress: EventOf<'progress'>;
  readonly complete: EventOf<'complete'>;
  readonly error: EventOf<'error'>;
  readonly heartbeat: Heartbeat;
  readonly connection_error: ConnectionError;
  readonly ping: { readonly type: 'ping' };
}

const session = { session_id: 'spring-2027', workflow_id: '0199f2c4-7d1e-7a0b-b1f6-2f8f8f6f1c11' };

/** One example of each message, for the AsyncAPI document and docs/streaming-protocol.md. */
export const MESSAGE_EXAMPLES: MessageExamples = {
  agent_status: {
    type: 'agent_status',
    ...session,
    sequence: 1,
    timestamp: '2026-11-24T09:30:00.012Z',
    agent_name: 'demand',
    status: 'running',
    attempt: 1,
  },
  progress: {
    type: 'progress',
    ...session,
    sequence: 2,
    timestamp: '2026-11-24T09:30:00.140Z',
    agent_name: 'demand',
    progress: 40,
    message: 'Playing past seasons',
  },
  complete: {
    type: 'complete',
    ...session,
    sequence: 17,
    timestamp: '2026-11-24T09:30:00.731Z',
    agent_name: 'pricing',
    result: { status: 'skipped', reason: 'The strategy has no markdown checkpoint.' },
  },
  error: {
    type: 'error',
    ...session,
    sequence: 18,
    timestamp: '2026-11-24T09:30:31.020Z',
    agent_name: 'demand',
    error: {
      error_type: 'AGENT_TIMEOUT',
      message: 'The demand agent did not finish within 30000 ms; its work was ended.',
      details: { agent_name: 'demand', timeout_ms: 30_000 },
      suggestions: ['Run the workflow again.', 'Allow more time with AGENT_TIMEOUT_MS.'],
      request_id: '5b0c6a8e-3c39-4b6c-9f0a-7a3c1f0d2e61',
      timestamp: '2026-11-24T09:30:31.018Z',
    },
    terminal: true,
  },
  heartbeat: {
    type: 'heartbeat',
    session_id: session.session_id,
    timestamp: '2026-11-24T09:30:30.000Z',
    head_sequence: 18,
  },
  connection_error: {
    type: 'error',
    session_id: session.session_id,
    timestamp: '2026-11-24T09:30:40.005Z',
    error: {
      error_type: 'WEBSOCKET_CONNECTION_ERROR',
      message: 'There is no client message of type "subscribe".',
      details: {},
      suggestions: ['Send {"type":"ping"}; a client has nothing else to say.'],
      request_id: '0e5d5a0f-61a4-4f57-8f53-0d8f3b1c9a77',
      timestamp: '2026-11-24T09:30:40.005Z',
    },
    terminal: false,
  },
  ping: { type: 'ping' },
};
