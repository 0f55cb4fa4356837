import type { ErrorResponse, ErrorType } from '#contracts';

/** One real answer of each error, for the API document; a test provokes those that a client can bring about and compares. */
export const ERROR_EXAMPLES: Readonly<
  Record<ErrorType, Pick<ErrorResponse, 'message' | 'details' | 'suggestions'>>
> = {
  INTERNAL_ERROR: {
    message: 'Something went wrong on our side; the log has it under this request id.',
    details: {},
    suggestions: [],
  },
  PARAMETER_EXTRACTION_ERROR: {
    message: 'The text does not say how much stays at the DC.',
    details: {
      missing_parameters: ['dc_holdback_percentage'],
      extracted_parameters: {
        forecast_horizon_weeks: 12,
        season_start_date: '2027-03-01',
        replenishment_strategy: 'weekly',
        season_end_date: '2027-05-23',
      },
      provenance: {
        forecast_horizon_weeks: { source: 'stated', quote: '12-week', start: 0, end: 7 },
        season_start_date: { source: 'stated', quote: 'March 1st', start: 24, end: 33 },
        replenishment_strategy: { source: 'stated', quote: 'weekly', start: 35, end: 41 },
        season_end_date: { source: 'derived' },
      },
    },
    suggestions: [
      'Say how much stays at the DC at launch, for example "15% holdback" or "everything to stores at launch".',
    ],
  },
  INVALID_PARAMETERS: {
    message:
      'The season parameters cannot hold: forecast_horizon_weeks must be a whole number of weeks from 4 to 52.',
    details: {
      violations: [
        {
          field: 'forecast_horizon_weeks',
          value: 60,
          rule: 'must be a whole number of weeks from 4 to 52',
          quote: '60-week',
        },
      ],
    },
    suggestions: ['forecast_horizon_weeks: the nearest allowed value is 52.'],
  },
  DATA_NOT_FOUND: {
    message: 'Data set "default" has no category "Umbrellas".',
    details: {
      dataset_id: 'default',
      category_id: 'Umbrellas',
      categories: ['Accessories', "Women's Dresses", "Men's Shirts"],
    },
    suggestions: [
      'Use category_id "Accessories".',
      'Use category_id "Women\'s Dresses".',
      'Use category_id "Men\'s Shirts".',
    ],
  },
  CONTEXT_ASSEMBLY_ERROR: {
    message: 'Category "Women\'s Dresses" has 8 whole weeks of history before 2022-03-01; 52 are needed.',
    details: { category_id: "Women's Dresses", as_of: '2022-03-01', weeks_available: 8, weeks_needed: 52 },
    suggestions: ['Add older sales to the data set.', 'Plan a later season, or set as_of to a later date.'],
  },
  AGENT_TIMEOUT: {
    message: 'The demand agent did not finish within 30000 ms; its work was ended.',
    details: { agent_name: 'demand', timeout_ms: 30000 },
    suggestions: ['Run the workflow again.', 'Allow more time with AGENT_TIMEOUT_MS.'],
  },
  AGENT_EXECUTION_ERROR: {
    message: 'The demand agent failed: it needed more memory than an agent may have',
    details: { agent_name: 'demand' },
    suggestions: [],
  },
  WEBSOCKET_CONNECTION_ERROR: {
    message: "Last-Event-ID is 999, but the session's newest sequence is 7.",
    details: { after: 999, head_sequence: 7 },
    suggestions: ['Use Last-Event-ID from 0 to 7; 0 receives everything.'],
  },
  VALIDATION_ERROR: {
    message:
      'The request breaks its schema: strategy_description must be text of 10 to 500 characters, without NUL.',
    details: {
      violations: [
        {
          field: 'strategy_description',
          value: null,
          rule: 'must be text of 10 to 500 characters, without NUL',
        },
      ],
    },
    suggestions: [],
  },
  MALFORMED_JSON: {
    message: 'The body is not JSON: Unterminated string in JSON at position 34 (line 1 column 35).',
    details: {},
    suggestions: ['Check quotes, commas and brackets near the place named.'],
  },
  MALFORMED_REQUEST: {
    message: "The path cannot be decoded: Failed to decode param '%zz'.",
    details: {},
    suggestions: ['Encode the path as UTF-8, with % and two hexadecimal digits a byte.'],
  },
  DATASET_INVALID: {
    message:
      'The files have 3 faults; nothing of them was kept. First: historical_sales line 2, date: must be a date that exists, written YYYY-MM-DD.',
    details: {
      errors: [
        {
          file: 'historical_sales',
          line: 2,
          column: 'date',
          value: '2026-02-30',
          rule: 'must be a date that exists, written YYYY-MM-DD',
        },
        {
          file: 'historical_sales',
          line: 3,
          column: 'quantity_sold',
          value: 'seven',
          rule: 'must be a whole number of units from 0 to 9007199254740991',
        },
        {
          file: 'historical_sales',
          line: 3,
          column: 'store_id',
          value: 'West',
          rule: 'unknown store: must be a store_id of the stores file',
        },
      ],
      error_count: 3,
    },
    suggestions: [],
  },
  NOT_FOUND: {
    message: 'There is no GET /api/nowhere.',
    details: {},
    suggestions: ['The routes are listed at /docs.'],
  },
  WORKFLOW_NOT_FOUND: {
    message: 'There is no workflow 2f1c7a52-9d0e-4b57-8a52-0e5d1f6f7a11.',
    details: { workflow_id: '2f1c7a52-9d0e-4b57-8a52-0e5d1f6f7a11' },
    suggestions: ['GET /api/orchestrator/workflows lists the workflows there are.'],
  },
  WORKFLOW_CANCELLED: {
    message: 'The workflow was cancelled on request.',
    details: { workflow_id: '2f1c7a52-9d0e-4b57-8a52-0e5d1f6f7a11' },
    suggestions: [],
  },
  APPROVAL_EXPIRED: {
    message: 'Nobody decided on the plan within 604800000 ms.',
    details: { timeout_ms: 604800000 },
    suggestions: ['Run the workflow again.'],
  },
  LANGUAGE_MODEL_UNAVAILABLE: {
    message: 'The language model (openai) cannot read the text: the service cannot be reached.',
    details: { provider: 'openai', reason: 'unreachable' },
    suggestions: ['Try again later, or set EXTRACTION_PROVIDER=auto to let the rules answer.'],
  },
  SERVICE_UNAVAILABLE: {
    message: 'The database does not answer for the moment.',
    details: {},
    suggestions: [],
  },
  CONFLICT: {
    message:
      'The workflow 2f1c7a52-9d0e-4b57-8a52-0e5d1f6f7a11 is pending; its plan is there when it is completed.',
    details: { workflow_id: '2f1c7a52-9d0e-4b57-8a52-0e5d1f6f7a11', status: 'pending' },
    suggestions: [
      'Follow /api/orchestrator/workflows/2f1c7a52-9d0e-4b57-8a52-0e5d1f6f7a11/events or ask again.',
    ],
  },
  PAYLOAD_TOO_LARGE: {
    message: 'The body is over the limit of 102400 bytes.',
    details: { limit_bytes: 102400 },
    suggestions: [],
  },
  UNSUPPORTED_MEDIA_TYPE: {
    message: 'The body must be application/json, not text/plain.',
    details: { content_type: 'text/plain', expected: 'application/json' },
    suggestions: [],
  },
  RATE_LIMITED: {
    message: 'More than 300 requests in a minute; the next is answered in 12 s.',
    details: { limit: 300, window_seconds: 60 },
    suggestions: [
      'Wait as Retry-After says.',
      'Follow a run by its event stream or WebSocket instead of asking for its state.',
    ],
  },
  UNAUTHENTICATED: {
    message: 'This server asks for an API key, and the request has none.',
    details: {},
    suggestions: [
      'Send the header "Authorization: Bearer KEY"; browsers offer the WebSocket subprotocols "season-orchestrator" and "bearer.KEY".',
      'Whoever runs the server makes keys with: npm run keys -- create NAME',
    ],
  },
  FORBIDDEN: {
    message: 'Pages of this origin may not change anything here.',
    details: { origin: 'https://elsewhere.example' },
    suggestions: ['Add the origin to ALLOWED_ORIGINS.'],
  },
};
