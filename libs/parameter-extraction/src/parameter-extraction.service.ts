import type { ExtractionResult } from '#contracts';
import { Injectable } from '@nestjs/common';
import { answerOf } from './extraction-answer.ts';
import { extractByRules } from './rules.extractor.ts';

/** Turns a strategy text into season parameters. */
@Injectable()
export class ParameterExtraction {
  /** @throws ParameterExtractionError, InvalidParametersError */
  async extract(strategy: string, referenceDate: string = today()): Promise<ExtractionResult> {
    return answerOf(extractByRules(strategy, referenceDate), 'rules');
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
