import {
  AGENT_NAMES,
  ERROR_TYPES,
  type AgentStatus,
  type ConnectionError,
  type ErrorResponse,
  type Heartbeat,
  type SkippedResult,
  type WorkflowEvent,
} from '#contracts';
import {
  type JsonSchema,
  constant,
  count,
  described,
  objectOf,
  oneOf,
  optional,
  reference,
  text,
  timestamp,
} from './json-schema.ts';
import { SEASON_PLAN_SCHEMAS } from './season-plan-schemas.ts';

type EventOf<Type extends WorkflowEvent['type']> = Extract<WorkflowEvent, { type: Type }>;

const AGENT_STATUSES = [
  'waiting',
  'running',
  'completed',
  'failed',
  'timed_out',
  'skipped',
  'awaiting_approval',
] as const satisfies readonly AgentStatus[];

const agentName = oneOf([...AGENT_NAMES, 'orchestrator']);
const sessionId: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' };
const sequence: JsonSchema = { type: 'integer', minimum: 1, description: 'Gapless from 1 within a session' };
const envelope = { session_id: sessionId, workflow_id: text, sequence, timestamp };

function completeOf(agent: string, ...results: readonly string[]): JsonSchema {
  const schemas = results.map(reference);
  return objectOf<EventOf<'complete'>>(`The ${agent}’s result`, {
    type: constant('complete'),
    ...envelope,
    agent_name: constant(agent),
    result: schemas.length === 1 ? schemas[0] : { anyOf: schemas },
  });
}

/** Every schema of the protocol, by its name under `#/components/schemas`. */
export const MESSAGE_SCHEMAS = {
  agent_status: objectOf<EventOf<'agent_status'>>('An agent changes its state', {
    type: constant('agent_status'),
    ...envelope,
    agent_name: agentName,
    status: oneOf(AGENT_STATUSES),
    attempt: { type: 'integer', minimum: 1, description: 'From 1; a step that runs again is a new attempt' },
    reason: optional(text),
  }),
  progress: objectOf<EventOf<'progress'>>('How far an agent is', {
    type: constant('progress'),
    ...envelope,
    agent_name: agentName,
    progress: {
      type: 'number',
      minimum: 0,
      maximum: 100,
      description: 'Percent; never decreasing within an attempt',
    },
    message: text,
  }),
  complete: {
    description: 'A result; that of the orchestrator is the plan, and the last message of its run',
    oneOf: [
      completeOf('demand', 'DemandPlan', 'SkippedResult'),
      completeOf('inventory', 'InventoryPlan', 'SkippedResult'),
      completeOf('pricing', 'PricingPlan', 'SkippedResult'),
      completeOf('orchestrator', 'SeasonPlan'),
    ],
  },
  error: objectOf<EventOf<'error'>>('Something failed; terminal on a run’s last message', {
    type: constant('error'),
    ...envelope,
    agent_name: optional(agentName),
    error: reference('ErrorResponse'),
    terminal: { type: 'boolean' },
  }),
  heartbeat: objectOf<Heartbeat>('Keep-alive, and the answer to a ping; neither numbered nor stored', {
    type: constant('heartbeat'),
    session_id: sessionId,
    timestamp,
    head_sequence: described(count, 'The session’s newest sequence'),
  }),
  connection_error: objectOf<ConnectionError>(
    'Answers a client’s own frame on its socket alone; neither numbered nor stored',
    {
      type: constant('error'),
      session_id: sessionId,
      timestamp,
      error: reference('ErrorResponse'),
      terminal: constant(false),
    },
  ),
  ping: objectOf<{ readonly type: 'ping' }>('Asks for a heartbeat', { type: constant('ping') }),
  ErrorResponse: objectOf<ErrorResponse>('The body of every answer that is not a success', {
    error_type: oneOf(ERROR_TYPES),
    message: text,
    details: { type: 'object' },
    suggestions: { type: 'array', items: text },
    request_id: text,
    timestamp,
  }),
  SkippedResult: objectOf<SkippedResult>('In place of a result when the parameters switch a phase off', {
    status: constant('skipped'),
    reason: text,
  }),
  ...SEASON_PLAN_SCHEMAS,
} as const satisfies Record<string, JsonSchema>;
