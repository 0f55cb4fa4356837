import type {} from '@azure/openai/types';
import { TRACED, type ModelCallTrace } from '#contracts';
import { tracingChannel } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, AzureOpenAI } from 'openai';
import type { ExtractionConfig, ModelConfig } from './extraction.config.ts';
import { EXAMPLES, RESPONSE_SCHEMA, SYSTEM_PROMPT, userMessage } from './prompt.ts';

const MODEL_CALLS = tracingChannel<unknown, ModelCallTrace>(TRACED.modelCall);
const BACKOFF_MS = 250;
const MAX_OUTPUT_TOKENS = 900;
/** Statuses after which another try may go well; other 4xx say that the request itself is wrong. */
const RETRIED = new Set([408, 409, 429]);

export interface ModelReply {
  readonly answer: unknown;
  readonly model: string;
  readonly prompt_tokens: number | null;
  readonly completion_tokens: number | null;
  /** What the service says is left of its rate limit, where it does. */
  readonly remaining_requests: number | null;
  readonly remaining_tokens: number | null;
}

/** Why a model did not serve, by name. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly reason:
    | 'unreachable'
    | 'timeout'
    | 'rate_limited'
    | 'server_error'
    | 'key_refused'
    | 'request_refused'
    | 'content_filter'
    | 'refusal'
    | 'truncated'
    | 'malformed';
  readonly retryable: boolean;
  /** How long the service asks to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(
    reason: ModelFailure['reason'],
    message: string,
    retryable: boolean,
    rest: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: rest.cause });
    this.reason = reason;
    this.retryable = retryable;
    this.retryAfterMs = rest.retryAfterMs;
  }
}

/** Asks the model, again and again where that may help, within the deadline. Randomness is for the jitter only. */
export class LanguageModel {
  private readonly client: OpenAI;
  private readonly model: string;
  private readonly provider: ModelConfig['provider'];
  private readonly config: Pick<ExtractionConfig, 'timeoutMs' | 'maxRetries' | 'deadlineMs'>;
  private readonly random: () => number;

  constructor(
    model: ModelConfig,
    config: Pick<ExtractionConfig, 'timeoutMs' | 'maxRetries' | 'deadlineMs'>,
    random: () => number = Math.random,
  ) {
    const common = { maxRetries: 0, timeout: config.timeoutMs }; // retries are ours: the SDK knows no deadline
    this.client =
      model.provider === 'azure-openai'
        ? new AzureOpenAI({
            ...common,
            endpoint: model.endpoint,
            apiKey: model.apiKey,
            apiVersion: model.apiVersion,
            deployment: model.deployment,
          })
        : new OpenAI({
            ...common,
            apiKey: model.apiKey,
            ...(model.baseUrl !== undefined && { baseURL: model.baseUrl }),
          });
    this.provider = model.provider;
    this.model = model.provider === 'azure-openai' ? model.deployment : model.model;
    this.config = config;
    this.random = random;
  }

  /** @throws ModelFailure, after the last try */
  async ask(strategy: string, referenceDate: string): Promise<ModelReply> {
    const deadline = performance.now() + this.config.deadlineMs;
    for (let attempt = 0; ; attempt++) {
      const left = deadline - performance.now();
      try {
        const timeout = Math.max(1, Math.ceil(Math.min(this.config.timeoutMs, left)));
        return await this.traced(() => this.once(strategy, referenceDate, timeout));
      } catch (error) {
        const failure = failureOf(error);
        const wait = failure.retryAfterMs ?? BACKOFF_MS * 2 ** attempt * (0.5 + this.random());
        if (!failure.retryable || attempt >= this.config.maxRetries || performance.now() + wait >= deadline)
          throw failure;
        await delay(wait);
      }
    }
  }

  private traced(call: () => Promise<ModelReply>): Promise<ModelReply> {
    const trace: ModelCallTrace = {
      provider: this.provider === 'azure-openai' ? 'azure.ai.openai' : this.provider,
      model: this.model,
    };
    return MODEL_CALLS.tracePromise(async () => {
      const reply = await call();
      trace.response_model = reply.model;
      if (reply.prompt_tokens !== null) trace.input_tokens = reply.prompt_tokens;
      if (reply.completion_tokens !== null) trace.output_tokens = reply.completion_tokens;
      return reply;
    }, trace);
  }

  private async once(strategy: string, referenceDate: string, timeout: number): Promise<ModelReply> {
    const { data, response } = await this.client.chat.completions
      .create(
        {
          model: this.model,
          temperature: 0,
          max_tokens: MAX_OUTPUT_TOKENS,
          messages: [
            { role: 'system', content: SYSTEM_PROMPT },
            ...EXAMPLES.flatMap(({ text, reference_date, answer }) => [
              { role: 'user' as const, content: userMessage(text, reference_date) },
              { role: 'assistant' as const, content: JSON.stringify(answer) },
            ]),
            { role: 'user', content: userMessage(strategy, referenceDate) },
          ],
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'season_parameters', strict: true, schema: RESPONSE_SCHEMA },
          },
        },
        { timeout, signal: AbortSignal.timeout(timeout) },
      )
      .withResponse();
    const choice = data.choices?.[0];
    if (choice === undefined) throw new ModelFailure('malformed', 'the answer has no choices', true);
    if (choice.finish_reason === 'content_filter')
      throw new ModelFailure('content_filter', 'the service’s content filter withheld the answer', false);
    if (typeof choice.message?.refusal === 'string')
      throw new ModelFailure('refusal', 'the model refused to answer', false);
    if (choice.finish_reason === 'length')
      throw new ModelFailure('truncated', 'the answer was cut off', true);
    return {
      answer: parsed(choice.message?.content ?? ''),
      model: data.model ?? this.model,
      prompt_tokens: data.usage?.prompt_tokens ?? null,
      completion_tokens: data.usage?.completion_tokens ?? null,
      remaining_requests: numberOf(response.headers.get('x-ratelimit-remaining-requests')),
      remaining_tokens: numberOf(response.headers.get('x-ratelimit-remaining-tokens')),
    };
  }
}

function parsed(content: string): unknown {
  try {
    const answer: unknown = JSON.parse(content);
    if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return answer;
  } catch {
    // Said below, in our words.
  }
  throw new ModelFailure('malformed', 'the answer is not a JSON object', true);
}

function failureOf(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  if (
    error instanceof APIConnectionTimeoutError ||
    (error instanceof Error && /abort|timed? ?out/i.test(`${error.name} ${error.message}`))
  )
    return new ModelFailure('timeout', 'the service did not answer in time', true, { cause: error });
  if (error instanceof APIConnectionError)
    return new ModelFailure('unreachable', 'the service cannot be reached', true, { cause: error });
  if (error instanceof APIError) {
    const status = error.status as number | undefined;
    const rest = { cause: error, retryAfterMs: retryAfterOf(error.headers as Headers | undefined) };
    if (error.code === 'content_filter')
      return new ModelFailure('content_filter', 'the service’s content filter refused the text', false, rest);
    if (status === 401 || status === 403)
      return new ModelFailure('key_refused', 'the service refuses our key', false, rest);
    if (status === 429)
      return new ModelFailure('rate_limited', 'the service’s rate limit is used up', true, rest);
    if (status !== undefined && status < 500 && !RETRIED.has(status))
      return new ModelFailure(
        'request_refused',
        `the service refused the request with status ${status}`,
        false,
        rest,
      );
    return new ModelFailure(
      'server_error',
      `the service answered with status ${status ?? 'none'}`,
      true,
      rest,
    );
  }
  if (error instanceof SyntaxError)
    return new ModelFailure('malformed', 'the service’s answer is not JSON', true, { cause: error });
  return new ModelFailure('unreachable', 'the service cannot be reached', true, { cause: error });
}

/** `retry-after-ms` (Azure) or `Retry-After` in seconds or as a date, in milliseconds. */
function retryAfterOf(headers: Headers | undefined): number | undefined {
  const ms = numberOf(headers?.get('retry-after-ms') ?? null);
  if (ms !== null) return ms;
  const text = headers?.get('retry-after') ?? null;
  if (text === null) return undefined;
  const seconds = numberOf(text);
  if (seconds !== null) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function numberOf(text: string | null): number | null {
  const value = text === null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
