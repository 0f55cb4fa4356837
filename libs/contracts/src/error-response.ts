import type { IsoTimestamp } from './season-parameters.ts';

export const ERROR_TYPES = [
  'INTERNAL_ERROR',
  'PARAMETER_EXTRACTION_ERROR',
  'INVALID_PARAMETERS',
  'DATA_NOT_FOUND',
  'CONTEXT_ASSEMBLY_ERROR',
  'AGENT_TIMEOUT',
  'AGENT_EXECUTION_ERROR',
  'WEBSOCKET_CONNECTION_ERROR',
  'VALIDATION_ERROR',
  'MALFORMED_JSON',
  'MALFORMED_REQUEST',
  'DATASET_INVALID',
  'NOT_FOUND',
  'WORKFLOW_NOT_FOUND',
  'WORKFLOW_CANCELLED',
  'APPROVAL_EXPIRED',
  'LANGUAGE_MODEL_UNAVAILABLE',
  'SERVICE_UNAVAILABLE',
  'CONFLICT',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
] as const;

export type ErrorType = (typeof ERROR_TYPES)[number];

/** The body of every answer that is not a success, over HTTP and inside an `error` message. */
export interface ErrorResponse {
  readonly error_type: ErrorType;
  /** What was wrong, where, and what would be right. */
  readonly message: string;
  /** Always present; `{}` when there is nothing to add. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Always present; things the reader can do next. */
  readonly suggestions: readonly string[];
  readonly request_id: string;
  readonly timestamp: IsoTimestamp;
}
