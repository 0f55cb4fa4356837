/** A chat model behind the OpenAI API or Azure's. */
export type ModelConfig =
  | {
      readonly provider: 'azure-openai';
      readonly endpoint: string;
      readonly apiKey: string;
      readonly deployment: string;
      readonly apiVersion: string;
    }
  | {
      readonly provider: 'openai';
      readonly baseUrl: string | undefined;
      readonly apiKey: string;
      readonly model: string;
    };

export interface ExtractionConfig {
  /** With `fallback`, rules answer when the model cannot; without, the caller gets a 503. */
  readonly model: ModelConfig | undefined;
  readonly fallback: boolean;
  /** For one try. */
  readonly timeoutMs: number;
  /** After the first try. */
  readonly maxRetries: number;
  /** For all tries together. */
  readonly deadlineMs: number;
  readonly retentionDays: number;
}

export const EXTRACTION_CONFIG = Symbol('ExtractionConfig');
