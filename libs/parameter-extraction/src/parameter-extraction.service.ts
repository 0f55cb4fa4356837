import { TRACED, type ExtractionProvider, type ExtractionResult, type ExtractionTrace } from '#contracts';
import { LanguageModelUnavailableError } from '#errors';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { tracingChannel } from 'node:diagnostics_channel';
import { answerOf } from './extraction-answer.ts';
import { EXTRACTION_CONFIG, type ExtractionConfig } from './extraction.config.ts';
import { ExtractionStore } from './extraction.store.ts';
import type { Extraction } from './extraction.ts';
import { ground } from './grounding.ts';
import { LanguageModel, ModelFailure } from './language-model.ts';
import { extractByRules } from './rules.extractor.ts';

const EXTRACTIONS = tracingChannel<unknown, ExtractionTrace>(TRACED.extraction);
const RETRY_AFTER_SECONDS = 10;

interface Reading {
  readonly extraction: Extraction;
  readonly provider: ExtractionProvider;
  readonly model: string | null;
  readonly notices: readonly string[];
}

/** Turns a strategy text into season parameters, by the configured model or by rules. */
@Injectable()
export class ParameterExtraction {
  private readonly logger = new Logger(ParameterExtraction.name);
  private readonly languageModel: LanguageModel | undefined;

  constructor(
    @Inject(EXTRACTION_CONFIG) private readonly config: ExtractionConfig,
    @Inject(ExtractionStore) private readonly store: ExtractionStore,
  ) {
    this.languageModel = config.model === undefined ? undefined : new LanguageModel(config.model, config);
  }

  /**
   * @param referenceDate the day the text is read as of; today in UTC when absent
   * @throws ParameterExtractionError, InvalidParametersError; LanguageModelUnavailableError where rules may not answer
   */
  async extract(
    strategy: string,
    referenceDate: string | undefined,
    requestId: string,
  ): Promise<ExtractionResult> {
    const reference_date = referenceDate ?? new Date().toISOString().slice(0, 10);
    const clock = performance.now();
    const trace: ExtractionTrace = {
      provider: this.languageModel === undefined ? 'rules' : this.config.model?.provider,
    };
    const { extraction, provider, model, notices } = await EXTRACTIONS.tracePromise(async () => {
      const reading = await this.read(strategy, reference_date);
      trace.provider = reading.provider;
      trace.outcome = reading.extraction.outcome;
      return reading;
    }, trace);
    const latency_ms = Math.round(performance.now() - clock);
    await this.store.keep({
      request_id: requestId,
      strategy,
      reference_date,
      provider,
      model,
      extraction,
      latency_ms,
    });
    this.logger.log(
      {
        request_id: requestId,
        provider,
        model,
        outcome: extraction.outcome,
        confidence: extraction.confidence,
        latency_ms,
      },
      'Strategy read',
    );
    return answerOf(extraction, provider, notices);
  }

  private async read(strategy: string, referenceDate: string): Promise<Reading> {
    const { model: configured, fallback } = this.config;
    if (this.languageModel === undefined || configured === undefined)
      return {
        extraction: extractByRules(strategy, referenceDate),
        provider: 'rules',
        model: null,
        notices: [],
      };
    try {
      const { answer, ...usage } = await this.languageModel.ask(strategy, referenceDate);
      this.logger.log({ provider: configured.provider, ...usage }, 'The language model answered');
      return {
        extraction: ground(strategy, referenceDate, answer),
        provider: configured.provider,
        model: usage.model,
        notices: [],
      };
    } catch (error) {
      if (!(error instanceof ModelFailure)) throw error;
      this.logger.warn(
        { provider: configured.provider, reason: error.reason },
        `The language model did not serve: ${error.message}`,
      );
      if (!fallback)
        throw new LanguageModelUnavailableError(
          `The language model (${configured.provider}) cannot read the text: ${error.message}.`,
          Math.max(1, Math.ceil((error.retryAfterMs ?? RETRY_AFTER_SECONDS * 1000) / 1000)),
          {
            details: { provider: configured.provider, reason: error.reason },
            suggestions: ['Try again later, or set EXTRACTION_PROVIDER=auto to let the rules answer.'],
          },
        );
      return {
        extraction: extractByRules(strategy, referenceDate),
        provider: 'rules',
        model: null,
        notices: [
          `The language model (${configured.provider}) did not serve (${error.message}); the rules read the text instead.`,
        ],
      };
    }
  }
}
