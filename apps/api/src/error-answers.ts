import { ERROR_TYPES, type ErrorResponse, type ErrorType } from '#contracts';
import { ERROR_CATALOGUE } from '#errors';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ERROR_EXAMPLES } from './error-examples.ts';

const REQUEST = { request_id: '0d7c3f9e-5f0e-4d4e-9a43-1c1f8f5a3f5b', timestamp: '2026-11-24T08:25:50.123Z' };

/** The examples that the answers point to, one for each error type. */
export const ERROR_EXAMPLE_COMPONENTS = Object.fromEntries(
  ERROR_TYPES.map((type) => [
    type,
    {
      summary: ERROR_CATALOGUE[type].title,
      value: { error_type: type, ...ERROR_EXAMPLES[type], ...REQUEST } satisfies ErrorResponse,
    },
  ]),
);

/** Gives each answer of a failure its schema, and an example of each error type that its description names. */
export function withErrorBodies(document: OpenAPIObject): OpenAPIObject {
  for (const item of Object.values(document.paths))
    for (const { responses } of operationsOf(item))
      for (const [status, response] of Object.entries(responses ?? {})) {
        if (Number(status) < 400 || response === undefined || '$ref' in response) continue;
        const named = errorTypesIn(response.description);
        response.content = {
          'application/json': {
            schema: { $ref: '#/components/schemas/ErrorResponse' },
            examples: Object.fromEntries(
              named.map((type) => [type, { $ref: `#/components/examples/${type}` }]),
            ),
          },
        };
      }
  return document;
}

function operationsOf(item: OpenAPIObject['paths'][string]) {
  return [item.get, item.post, item.put, item.patch, item.delete].filter(
    (operation) => operation !== undefined,
  );
}

/** The error types that a description of an answer names. */
function errorTypesIn(description: string): ErrorType[] {
  return ERROR_TYPES.filter((type) => new RegExp(`\\b${type}\\b`).test(description));
}
