import {
  TRACED,
  type AgentAttemptTrace,
  type ExtractionTrace,
  type ModelCallTrace,
  type QueryTrace,
  type SeasonStepTrace,
} from '#contracts';
import { type Attributes, SpanKind } from '@opentelemetry/api';

/** How the work of one tracing channel becomes spans. */
export interface TracedSpan<Work = object> {
  readonly kind: SpanKind;
  /** Whether it is worth a trace of its own; otherwise it is recorded within one only. */
  readonly startsTraces: boolean;
  readonly name: (work: Work) => string;
  readonly attributes: (work: Work) => Attributes;
  /** What is known when the work has ended. */
  readonly endAttributes?: (work: Work) => Record<string, string | number | undefined>;
  /** Whether work that did not throw failed all the same. */
  readonly failed?: (work: Work) => boolean;
}

/**
 * Attribute names follow OpenTelemetry's semantic conventions: databases
 * (https://opentelemetry.io/docs/specs/semconv/database/) and generative AI
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/). Texts of planners and values of queries stand in no span.
 */
export const TRACED_SPANS: readonly (readonly [string, TracedSpan])[] = [
  [
    TRACED.seasonStep,
    spans<SeasonStepTrace>({
      kind: SpanKind.INTERNAL,
      startsTraces: true,
      name: ({ agent_name }) => `season step ${agent_name}`,
      attributes: ({ workflow_id, session_id, request_id, agent_name }) => ({
        'season.workflow_id': workflow_id,
        'season.session_id': session_id,
        'season.request_id': request_id,
        'gen_ai.agent.name': agent_name,
      }),
    }),
  ],
  [
    TRACED.agentAttempt,
    spans<AgentAttemptTrace>({
      kind: SpanKind.INTERNAL,
      startsTraces: true,
      name: ({ agent_name }) => `invoke_agent ${agent_name}`,
      attributes: ({ agent_name, attempt }) => ({
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': agent_name,
        'season.attempt': attempt,
      }),
      endAttributes: ({ status }) => ({ 'season.status': status }),
      failed: ({ status }) => status !== 'completed',
    }),
  ],
  [
    TRACED.extraction,
    spans<ExtractionTrace>({
      kind: SpanKind.INTERNAL,
      startsTraces: true,
      name: () => 'extract parameters',
      attributes: () => ({}),
      endAttributes: ({ provider, outcome }) => ({ 'season.provider': provider, 'season.outcome': outcome }),
    }),
  ],
  [
    TRACED.modelCall,
    spans<ModelCallTrace>({
      kind: SpanKind.CLIENT,
      startsTraces: true,
      name: ({ model }) => `chat ${model}`,
      attributes: ({ provider, model }) => ({
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': provider,
        'gen_ai.request.model': model,
      }),
      endAttributes: ({ response_model, input_tokens, output_tokens }) => ({
        'gen_ai.response.model': response_model,
        'gen_ai.usage.input_tokens': input_tokens,
        'gen_ai.usage.output_tokens': output_tokens,
      }),
    }),
  ],
  [
    TRACED.query,
    spans<QueryTrace>({
      kind: SpanKind.CLIENT,
      startsTraces: false,
      name: ({ sql }) => operationOf(sql),
      attributes: ({ sql }) => ({
        'db.system.name': 'postgresql',
        'db.operation.name': operationOf(sql),
        'db.query.text': sql,
      }),
    }),
  ],
];

function operationOf(sql: string): string {
  return /^\s*(\w+)/.exec(sql)?.[1].toUpperCase() ?? 'query';
}

/** The channels are untyped at run time; each publishes one type, which its name in TRACED stands for. */
function spans<Work extends object>(recorded: TracedSpan<Work>): TracedSpan {
  return recorded as unknown as TracedSpan;
}
