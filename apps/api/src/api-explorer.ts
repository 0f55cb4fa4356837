import type { NestExpressApplication } from '@nestjs/platform-express';
import { MESSAGE_SCHEMAS, SEASON_PLAN_SCHEMAS } from '#streaming';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { withEdgeAnswers } from './edge-answers.ts';
import { ERROR_EXAMPLE_COMPONENTS, withErrorBodies } from './error-answers.ts';

const DESCRIPTION = `A planner's words become validated season parameters; agents forecast demand, divide the buy among stores and argue
the markdown; every step is streamed and every number is explained.

Try it in this order: **extract-parameters** → **run-workflow** → **workflows/{id}**. The steps of a run are streamed at
\`/ws/orchestrator/{session_id}\`; [asyncapi.json](/docs/asyncapi.json) describes those messages.`;

export function apiDocument(app: NestExpressApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('season-orchestrator')
    .setDescription(DESCRIPTION)
    .setVersion('0.1.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setOpenAPIVersion('3.1.0')
    .addServer('/', 'This server')
    .setExternalDoc('The messages of the WebSocket (AsyncAPI 3)', '/docs/asyncapi.json')
    .addTag('Plan a season', 'From words to a checked plan')
    .addTag('Data sets', 'Sales and stores that plans are made from')
    .addTag('Operations', 'Health and metrics')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A key of `npm run keys`' }, 'api-key')
    .build();
  const document = withErrorBodies(withEdgeAnswers(SwaggerModule.createDocument(app, base)));
  return {
    ...document,
    components: {
      ...document.components,
      // A plan over REST and a plan in a message are one and the same.
      schemas: {
        ...document.components?.schemas,
        ...SEASON_PLAN_SCHEMAS,
        ErrorResponse: MESSAGE_SCHEMAS.ErrorResponse,
      },
      examples: ERROR_EXAMPLE_COMPONENTS,
    },
    security: [{}, { 'api-key': [] }], // a key is asked for with AUTH=api-key alone
  };
}

/** Swagger UI at /docs, the document at /docs-json. */
export function serveApiExplorer(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'season-orchestrator API',
    swaggerOptions: { displayRequestDuration: true, tryItOutEnabled: true },
  });
}
