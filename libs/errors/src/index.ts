export { ERROR_CATALOGUE, type CatalogueEntry } from './error-catalogue.ts';
export { isDatabaseGone, toErrorResponse, toOrchestratorError, type RequestFacts } from './error-response.ts';
export { ErrorsModule } from './errors.module.ts';
export {
  AgentExecutionError,
  AgentTimeoutError,
  ApprovalExpiredError,
  ConflictError,
  ContextAssemblyError,
  DataNotFoundError,
  DatasetInvalidError,
  ForbiddenError,
  InvalidParametersError,
  LanguageModelUnavailableError,
  MalformedJsonError,
  MalformedRequestError,
  OrchestratorError,
  ParameterExtractionError,
  PayloadTooLargeError,
  RateLimitedError,
  RetryLaterError,
  RouteNotFoundError,
  ServiceUnavailableError,
  UnauthenticatedError,
  UnsupportedMediaTypeError,
  ValidationError,
  WebSocketConnectionError,
  WorkflowCancelledError,
  WorkflowNotFoundError,
  type ErrorExtras,
} from './orchestrator-error.ts';
export { answerRaw } from './raw-answer.ts';
export { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';
export { PARAMETER_RULE, validationErrorOf } from './validation.ts';
