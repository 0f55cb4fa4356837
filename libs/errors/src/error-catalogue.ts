import type { ErrorType } from '#contracts';

export interface CatalogueEntry {
  /** The class that carries this error; docs/errors.md has a section under the same name. */
  readonly className: string;
  readonly title: string;
  readonly httpStatus: number;
  /** `warn` for what a caller can mend, `error` for what we must. */
  readonly logLevel: 'info' | 'warn' | 'error';
}

/** Every error the product can answer with, once. docs/errors.md and OpenAPI are held equal to this table by a test. */
export const ERROR_CATALOGUE = {
  INTERNAL_ERROR: {
    className: 'OrchestratorError',
    title: 'Something went wrong on our side',
    httpStatus: 500,
    logLevel: 'error',
  },
  PARAMETER_EXTRACTION_ERROR: {
    className: 'ParameterExtractionError',
    title: 'The text does not state every required parameter',
    httpStatus: 400,
    logLevel: 'info',
  },
  INVALID_PARAMETERS: {
    className: 'InvalidParametersError',
    title: 'A parameter is out of range, impossible or contradictory',
    httpStatus: 422,
    logLevel: 'info',
  },
  DATA_NOT_FOUND: {
    className: 'DataNotFoundError',
    title: 'No such data set, category or file',
    httpStatus: 404,
    logLevel: 'info',
  },
  CONTEXT_ASSEMBLY_ERROR: {
    className: 'ContextAssemblyError',
    title: 'The data are there but cannot serve this plan',
    httpStatus: 422,
    logLevel: 'warn',
  },
  AGENT_TIMEOUT: {
    className: 'AgentTimeoutError',
    title: 'An agent did not finish within its deadline',
    httpStatus: 504,
    logLevel: 'error',
  },
  AGENT_EXECUTION_ERROR: {
    className: 'AgentExecutionError',
    title: 'An agent failed',
    httpStatus: 502,
    logLevel: 'error',
  },
  WEBSOCKET_CONNECTION_ERROR: {
    className: 'WebSocketConnectionError',
    title: 'A WebSocket or event stream was asked for something it cannot do',
    httpStatus: 400,
    logLevel: 'info',
  },
  VALIDATION_ERROR: {
    className: 'ValidationError',
    title: 'The request breaks its schema',
    httpStatus: 422,
    logLevel: 'info',
  },
  MALFORMED_JSON: {
    className: 'MalformedJsonError',
    title: 'The body is not JSON',
    httpStatus: 400,
    logLevel: 'info',
  },
  MALFORMED_REQUEST: {
    className: 'MalformedRequestError',
    title: 'The request is no HTTP that can be read',
    httpStatus: 400,
    logLevel: 'info',
  },
  DATASET_INVALID: {
    className: 'DatasetInvalidError',
    title: 'The uploaded files have faults',
    httpStatus: 422,
    logLevel: 'info',
  },
  NOT_FOUND: {
    className: 'RouteNotFoundError',
    title: 'No such route',
    httpStatus: 404,
    logLevel: 'info',
  },
  WORKFLOW_NOT_FOUND: {
    className: 'WorkflowNotFoundError',
    title: 'No such workflow',
    httpStatus: 404,
    logLevel: 'info',
  },
  WORKFLOW_CANCELLED: {
    className: 'WorkflowCancelledError',
    title: 'The workflow was cancelled',
    httpStatus: 409,
    logLevel: 'info',
  },
  APPROVAL_EXPIRED: {
    className: 'ApprovalExpiredError',
    title: 'Nobody approved the plan in time',
    httpStatus: 409,
    logLevel: 'info',
  },
  LANGUAGE_MODEL_UNAVAILABLE: {
    className: 'LanguageModelUnavailableError',
    title: 'The configured language model cannot serve',
    httpStatus: 503,
    logLevel: 'error',
  },
  SERVICE_UNAVAILABLE: {
    className: 'ServiceUnavailableError',
    title: 'The service cannot answer for the moment',
    httpStatus: 503,
    logLevel: 'error',
  },
  CONFLICT: {
    className: 'ConflictError',
    title: 'The state does not allow it',
    httpStatus: 409,
    logLevel: 'info',
  },
  PAYLOAD_TOO_LARGE: {
    className: 'PayloadTooLargeError',
    title: 'The body is too large',
    httpStatus: 413,
    logLevel: 'info',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    className: 'UnsupportedMediaTypeError',
    title: 'The body has the wrong media type',
    httpStatus: 415,
    logLevel: 'info',
  },
  RATE_LIMITED: {
    className: 'RateLimitedError',
    title: 'Too many requests',
    httpStatus: 429,
    logLevel: 'warn',
  },
  UNAUTHENTICATED: {
    className: 'UnauthenticatedError',
    title: 'A valid API key is needed',
    httpStatus: 401,
    logLevel: 'info',
  },
  FORBIDDEN: {
    className: 'ForbiddenError',
    title: 'This is not allowed',
    httpStatus: 403,
    logLevel: 'warn',
  },
} as const satisfies Record<ErrorType, CatalogueEntry>;
