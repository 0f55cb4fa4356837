/**
 * A run says what it does through `EventPublisher`, injectable everywhere once the application imports
 * `StreamingModule.forRoot(config)`:
 *
 * - `publish(sessionId, workflowId, body, {dedupeKey?, alongside?})` stores an event, then sends it to every follower.
 *   A step that may run twice gives a `dedupeKey`. `alongside: (client) => …` writes in the event's own transaction,
 *   which is how a run's final state and its terminal event become one fact.
 * - `progress(sessionId, workflowId, body)` is for frequent reports: synchronous, coalesced, never failing.
 * - After a run's terminal event both refuse: `publish` throws `WorkflowEndedError`, progress is dropped.
 *
 * For a transaction that the caller owns: `EventLog.append(sessionId, workflowId, body, {dedupeKey?, client})` within
 * it, `EventPublisher.announce(event)` after its commit when `isNew` (a poll makes good a forgotten one, late).
 */
export {
  EventLog,
  WorkflowEndedError,
  parseEvent,
  type AppendOptions,
  type Appended,
  type ReadOptions,
  type StoredEvent,
} from './event-log.ts';
export { EventPublisher, type PublishOptions } from './event-publisher.service.ts';
export { ConnectionManager } from './connection-manager.service.ts';
export { SUBPROTOCOL, apiKeyOf } from './session-access.ts';
export { asyncApiDocument, type AsyncApiServer } from './schemas/asyncapi-document.ts';
export { MESSAGE_SCHEMAS } from './schemas/message-schemas.ts';
export { SEASON_PLAN_SCHEMAS } from './schemas/season-plan-schemas.ts';
export { SessionPathWsAdapter } from './session-path-ws.adapter.ts';
export {
  SESSION_ACCESS,
  STREAMING_CONFIG,
  WORKFLOW_LOOKUP,
  type SessionAccess,
  type StreamingConfig,
  type WorkflowLookup,
} from './streaming-config.ts';
export { StreamingModule } from './streaming.module.ts';
