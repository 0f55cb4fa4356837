import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

/** Reads its body itself, and says how. */
const UPLOADS = '/api/datasets';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Answers that come before a controller, and so from every endpoint but probes and documents. */
const EDGE_ANSWERS = {
  '401': 'UNAUTHENTICATED: AUTH=api-key, and the request has no valid key',
  '429': 'RATE_LIMITED: too many requests, or unfinished runs; Retry-After says when to ask again',
  '500': 'INTERNAL_ERROR: our fault; the log has it under request_id',
  '503':
    'SERVICE_UNAVAILABLE: the database does not answer for the moment; Retry-After says when to ask again',
};
const EDGE_ANSWERS_OF_CHANGES = { '403': 'FORBIDDEN: a web page of another origin asks' };
const EDGE_ANSWERS_OF_PATHS = { '400': 'MALFORMED_REQUEST: the path cannot be decoded' };
const UNREADABLE = { '400': 'MALFORMED_JSON, MALFORMED_REQUEST: the body cannot be read' };
const EDGE_ANSWERS_OF_BODIES = {
  ...UNREADABLE,
  '413': 'PAYLOAD_TOO_LARGE: the body is over 100 KiB',
  '415': 'UNSUPPORTED_MEDIA_TYPE: the body is not application/json',
  '422': 'VALIDATION_ERROR: the body is no object, or breaks its schema',
};

/** Adds what the edge may answer to each operation, beside what its controller says of the same status. */
export function withEdgeAnswers(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith('/api/') && path !== '/metrics') continue;
    for (const method of METHODS) {
      const operation = item[method];
      if (operation !== undefined)
        addAnswers(operation, {
          ...EDGE_ANSWERS,
          ...(method !== 'get' && EDGE_ANSWERS_OF_CHANGES),
          ...(path.includes('{') && EDGE_ANSWERS_OF_PATHS),
          ...(method === 'post' && (path === UPLOADS ? UNREADABLE : EDGE_ANSWERS_OF_BODIES)),
        });
    }
  }
  return document;
}

function addAnswers({ responses }: Operation, answers: Readonly<Record<string, string>>): void {
  for (const [status, description] of Object.entries(answers)) {
    const known = responses[status];
    const said = known !== undefined && 'description' in known ? known.description : '';
    responses[status] = { ...known, description: said === '' ? description : `${said}; ${description}` };
  }
}
