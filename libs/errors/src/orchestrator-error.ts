import type {
  AgentName,
  DatasetFault,
  ErrorResponse,
  ErrorType,
  ExtractionResult,
  RequiredParameter,
  SeasonParameters,
  Violation,
} from '#contracts';
import { ERROR_CATALOGUE } from './error-catalogue.ts';
import { echoable, inWords } from './violations.ts';

export interface ErrorExtras {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly suggestions?: readonly string[];
  /** What went wrong underneath; logged, never answered. */
  readonly cause?: unknown;
}

/**
 * Base of every error the product throws on purpose. Free of framework and of ambient context: the edge
 * (HTTP filter, WebSocket filter, terminal event) adds request id and time.
 */
export class OrchestratorError extends Error {
  readonly error_type: ErrorType;
  readonly details: Readonly<Record<string, unknown>>;
  readonly suggestions: readonly string[];

  constructor(error_type: ErrorType, message: string, extras: ErrorExtras = {}) {
    super(message, { cause: extras.cause });
    this.name = new.target.name;
    this.error_type = error_type;
    this.details = extras.details ?? {};
    this.suggestions = extras.suggestions ?? [];
  }

  get httpStatus(): number {
    return ERROR_CATALOGUE[this.error_type].httpStatus;
  }

  toResponse(request_id: string, now: Date = new Date()): ErrorResponse {
    return {
      error_type: this.error_type,
      message: this.message,
      details: this.details,
      suggestions: this.suggestions,
      request_id,
      timestamp: now.toISOString(),
    };
  }
}

/** The text leaves required parameters open; `suggestions` has one sentence with an example for each. */
export class ParameterExtractionError extends OrchestratorError {
  constructor(
    message: string,
    found: {
      readonly missing_parameters: readonly RequiredParameter[];
      readonly extracted_parameters: Readonly<Partial<SeasonParameters>>;
      /** Where the extracted ones came from. */
      readonly provenance?: ExtractionResult['provenance'];
    },
    suggestions: readonly string[],
  ) {
    super('PARAMETER_EXTRACTION_ERROR', message, { details: found, suggestions });
  }
}

/** Season parameters that cannot hold, from a text or a body. */
export class InvalidParametersError extends OrchestratorError {
  constructor(violations: readonly Violation[], suggestions: readonly string[] = []) {
    super('INVALID_PARAMETERS', `The season parameters cannot hold: ${inWords(violations)}.`, {
      details: { violations: echoable(violations) },
      suggestions,
    });
  }
}

/** A body, query or path that breaks its schema, every fault listed. */
export class ValidationError extends OrchestratorError {
  constructor(violations: readonly Violation[], suggestions: readonly string[] = []) {
    super('VALIDATION_ERROR', `The request breaks its schema: ${inWords(violations)}.`, {
      details: { violations: echoable(violations) },
      suggestions,
    });
  }
}

export class DataNotFoundError extends OrchestratorError {
  constructor(message: string, extras: ErrorExtras = {}) {
    super('DATA_NOT_FOUND', message, extras);
  }
}

export class ContextAssemblyError extends OrchestratorError {
  constructor(message: string, extras: ErrorExtras = {}) {
    super('CONTEXT_ASSEMBLY_ERROR', message, extras);
  }
}

export class AgentTimeoutError extends OrchestratorError {
  constructor(agent_name: AgentName | (string & {}), timeout_ms: number) {
    super(
      'AGENT_TIMEOUT',
      `The ${agent_name} agent did not finish within ${timeout_ms} ms; its work was ended.`,
      {
        details: { agent_name, timeout_ms },
        suggestions: ['Run the workflow again.', 'Allow more time with AGENT_TIMEOUT_MS.'],
      },
    );
  }
}

export class AgentExecutionError extends OrchestratorError {
  constructor(agent_name: string, message: string, extras: ErrorExtras = {}) {
    super('AGENT_EXECUTION_ERROR', `The ${agent_name} agent failed: ${message}`, {
      ...extras,
      details: { agent_name, ...extras.details },
    });
  }
}

export class WebSocketConnectionError extends OrchestratorError {
  constructor(message: string, extras: ErrorExtras = {}) {
    super('WEBSOCKET_CONNECTION_ERROR', message, extras);
  }
}

export class MalformedJsonError extends OrchestratorError {
  constructor(message: string, extras: ErrorExtras = {}) {
    super('MALFORMED_JSON', message, extras);
  }
}

export class MalformedRequestError extends OrchestratorError {
  constructor(message: string, extras: ErrorExtras = {}) {
    super('MALFORMED_REQUEST', message, extras);
  }
}

/** Faults of an upload: the first of them with their lines, and how many there are in all. */
export class DatasetInvalidError extends OrchestratorError {
  constructor(errors: readonly DatasetFault[], error_count: number) {
    const first = errors[0];
    const where =
      first === undefined
        ? ''
        : ` First: ${first.file}${first.line === null ? '' : ` line ${first.line}`}${first.column === null ? '' : `, ${first.column}`}: ${first.rule}.`;
    super(
      'DATASET_INVALID',
      `The files have ${error_count} ${error_count === 1 ? 'fault' : 'faults'}; nothing of them was kept.${where}`,
      { details: { errors, error_count } },
    );
  }
}

export class RouteNotFoundError extends OrchestratorError {
  constructor(method: string, path: string) {
    super('NOT_FOUND', `There is no ${method} ${path.slice(0, 200)}.`, {
      suggestions: ['The routes are listed at /docs.'],
    });
  }
}

export class WorkflowNotFoundError extends OrchestratorError {
  constructor(workflow_id: string) {
    super('WORKFLOW_NOT_FOUND', `There is no workflow ${workflow_id}.`, {
      details: { workflow_id },
      suggestions: ['GET /api/orchestrator/workflows lists the workflows there are.'],
    });
  }
}

export class WorkflowCancelledError extends OrchestratorError {
  constructor(message = 'The workflow was cancelled.', extras: ErrorExtras = {}) {
    super('WORKFLOW_CANCELLED', message, extras);
  }
}

export class ApprovalExpiredError extends OrchestratorError {
  constructor(timeout_ms: number) {
    super('APPROVAL_EXPIRED', `Nobody decided on the plan within ${timeout_ms} ms.`, {
      details: { timeout_ms },
      suggestions: ['Run the workflow again.'],
    });
  }
}

/** An error that a caller should try again after a while; the HTTP filter sets `Retry-After`. */
export class RetryLaterError extends OrchestratorError {
  readonly retry_after_seconds: number;

  constructor(error_type: ErrorType, message: string, retry_after_seconds: number, extras: ErrorExtras = {}) {
    super(error_type, message, extras);
    this.retry_after_seconds = retry_after_seconds;
  }
}

export class LanguageModelUnavailableError extends RetryLaterError {
  constructor(message: string, retry_after_seconds: number, extras: ErrorExtras = {}) {
    super('LANGUAGE_MODEL_UNAVAILABLE', message, retry_after_seconds, extras);
  }
}

export class ServiceUnavailableError extends RetryLaterError {
  constructor(message: string, retry_after_seconds = 2, extras: ErrorExtras = {}) {
    super('SERVICE_UNAVAILABLE', message, retry_after_seconds, extras);
  }
}

export class RateLimitedError extends RetryLaterError {
  constructor(message: string, retry_after_seconds: number, extras: ErrorExtras = {}) {
    super('RATE_LIMITED', message, retry_after_seconds, extras);
  }
}

export class ConflictError extends OrchestratorError {
  constructor(message: string, extras: ErrorExtras = {}) {
    super('CONFLICT', message, extras);
  }
}

export class PayloadTooLargeError extends OrchestratorError {
  constructor(limit_bytes: number, what = 'The body') {
    super('PAYLOAD_TOO_LARGE', `${what} is over the limit of ${limit_bytes} bytes.`, {
      details: { limit_bytes },
    });
  }
}

export class UnsupportedMediaTypeError extends OrchestratorError {
  constructor(given: string | undefined, expected: string) {
    super(
      'UNSUPPORTED_MEDIA_TYPE',
      `The body must be ${expected}, not ${given ?? 'without a Content-Type'}.`,
      {
        details: { content_type: given ?? null, expected },
      },
    );
  }
}

export class UnauthenticatedError extends OrchestratorError {
  constructor(message: string, extras: ErrorExtras = {}) {
    super('UNAUTHENTICATED', message, extras);
  }
}

export class ForbiddenError extends OrchestratorError {
  constructor(message: string, extras: ErrorExtras = {}) {
    super('FORBIDDEN', message, extras);
  }
}
