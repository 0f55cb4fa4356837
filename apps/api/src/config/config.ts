import { StartupError } from '#database';
import type { ExtractionConfig, ModelConfig } from '#parameter-extraction';
import {
  flag,
  host,
  integer,
  oneOf,
  optionalInteger,
  optionalText,
  origins,
  text,
  url,
  type Variable,
} from './variables.ts';

const DAY_MS = 86_400_000;
const MIB = 1024 * 1024;

/** Every variable the product reads; `.env.example` is held equal to this table by a test. */
export const VARIABLES = {
  PORT: integer(3000, 0, 65_535, 'TCP port; 0 takes a free one'),
  HOST: host('127.0.0.1', 'Address to listen on'),
  STATE_DIR: text('./.state', 'Folder of the embedded PostgreSQL; two servers never share one'),
  DATABASE_URL: url(
    ['postgresql:', 'postgres:'],
    'External PostgreSQL 15 or newer; nothing embedded is started when set',
  ),
  DATA_DIR: text(
    './data/sample',
    'CSVs of the data set "default": historical_sales.csv[.gz] and stores.csv[.gz]',
  ),
  EXTRACTION_PROVIDER: oneOf(
    'auto',
    ['auto', 'azure-openai', 'openai', 'rules'],
    'Who reads strategy texts; auto is the configured model, and the rules when there is none or it is down',
  ),
  AZURE_OPENAI_ENDPOINT: url(['https:', 'http:'], 'Azure OpenAI resource'),
  AZURE_OPENAI_API_KEY: optionalText('Azure OpenAI key'),
  AZURE_OPENAI_DEPLOYMENT: text('gpt-4o-mini', 'Azure OpenAI deployment'),
  AZURE_OPENAI_API_VERSION: text('2024-10-21', 'Azure OpenAI API version'),
  OPENAI_BASE_URL: url(['https:', 'http:'], 'Any OpenAI-compatible server'),
  OPENAI_API_KEY: optionalText('Its key'),
  OPENAI_MODEL: optionalText('Its model'),
  LLM_TIMEOUT_MS: integer(10_000, 1, 600_000, 'Language model: time for one try'),
  LLM_MAX_RETRIES: integer(3, 0, 10, 'Language model: retries after the first try'),
  LLM_DEADLINE_MS: integer(20_000, 1, 600_000, 'Language model: time for all tries together'),
  AGENT_TIMEOUT_MS: integer(30_000, 1, 3_600_000, 'Deadline of each agent'),
  HEARTBEAT_INTERVAL_MS: integer(
    30_000,
    10,
    3_600_000,
    'Time between heartbeats on WebSockets and event streams',
  ),
  APPROVAL_TIMEOUT_MS: integer(7 * DAY_MS, 1, 365 * DAY_MS, 'How long a run waits for an approval'),
  RETENTION_DAYS: integer(90, 1, 36_500, 'How long finished runs, their events and extractions are kept'),
  MAX_UPLOAD_BYTES: integer(
    512 * MIB,
    1,
    2 ** 40,
    'Bound of one upload; its unpacked bytes are bounded at four times that',
  ),
  AUTH: oneOf('off', ['off', 'api-key'], 'Who may call: everybody, or holders of an API key'),
  ALLOWED_ORIGINS: origins('Web origins that may call from a browser; none when empty'),
  ALLOW_OPEN: flag(false, 'Allow a HOST that is not loopback without AUTH'),
  RATE_LIMIT_PER_MINUTE: optionalInteger(
    1,
    1_000_000,
    'Requests a minute for each key or address; off on loopback, else 300',
  ),
  MAX_SOCKETS_PER_ADDRESS: optionalInteger(
    1,
    1_000_000,
    'WebSockets for each address; off on loopback, else 100',
  ),
  MAX_RUNS_PER_OWNER: optionalInteger(
    1,
    1_000_000,
    'Unfinished runs for each owner; off on loopback, else 50',
  ),
  LOG_LEVEL: oneOf(
    'info',
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'Least level that is logged',
  ),
  LOG_FORMAT: oneOf('auto', ['auto', 'json', 'pretty'], 'auto is pretty on a terminal and json elsewhere'),
} as const;

type Values = {
  readonly [K in keyof typeof VARIABLES]: (typeof VARIABLES)[K] extends Variable<infer T> ? T : never;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration, read once and frozen. Nothing else reads the environment. */
export class Config {
  readonly values: Values;

  private constructor(values: Values) {
    this.values = Object.freeze(values);
  }

  /**
   * @throws StartupError naming the variable, its value (never a secret's) and what is allowed. An empty variable
   * counts as not set.
   */
  static read(environment: Environment): Config {
    const entries = Object.entries(VARIABLES).map(([name, variable]: [string, Variable<unknown>]) => {
      const given = environment[name];
      if (given === undefined || given.trim() === '') return [name, variable.fallback];
      const value = variable.parse(given.trim());
      if (value === undefined) {
        const shown = /KEY|URL/.test(name) ? 'the given value' : `"${given}"`;
        throw new StartupError(`${name} is ${shown}; allowed is ${variable.allowed}`);
      }
      return [name, value];
    });
    const config = new Config(Object.fromEntries(entries) as Values);
    config.checkTogether();
    return config;
  }

  /** Whether only this machine can reach the server. */
  get isLoopback(): boolean {
    return /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(this.values.HOST);
  }

  /** Who reads strategy texts: `auto` is the configured model, Azure first, with the rules behind it. */
  get extraction(): ExtractionConfig {
    const { values } = this;
    return {
      model: this.languageModel(),
      fallback: values.EXTRACTION_PROVIDER === 'auto',
      timeoutMs: values.LLM_TIMEOUT_MS,
      maxRetries: values.LLM_MAX_RETRIES,
      deadlineMs: values.LLM_DEADLINE_MS,
      retentionDays: values.RETENTION_DAYS,
    };
  }

  private languageModel(): ModelConfig | undefined {
    const { values } = this;
    const {
      EXTRACTION_PROVIDER: wanted,
      AZURE_OPENAI_ENDPOINT: endpoint,
      AZURE_OPENAI_API_KEY,
      OPENAI_API_KEY,
      OPENAI_MODEL,
    } = values;
    const may = (provider: ModelConfig['provider']) => wanted === 'auto' || wanted === provider;
    if (may('azure-openai') && endpoint !== undefined && AZURE_OPENAI_API_KEY !== undefined)
      return {
        provider: 'azure-openai',
        endpoint,
        apiKey: AZURE_OPENAI_API_KEY,
        deployment: values.AZURE_OPENAI_DEPLOYMENT,
        apiVersion: values.AZURE_OPENAI_API_VERSION,
      };
    if (may('openai') && OPENAI_API_KEY !== undefined && OPENAI_MODEL !== undefined)
      return {
        provider: 'openai',
        baseUrl: values.OPENAI_BASE_URL,
        apiKey: OPENAI_API_KEY,
        model: OPENAI_MODEL,
      };
    return undefined;
  }

  private checkTogether(): void {
    const {
      HOST,
      AUTH,
      ALLOW_OPEN,
      EXTRACTION_PROVIDER,
      AZURE_OPENAI_ENDPOINT,
      AZURE_OPENAI_API_KEY,
      OPENAI_API_KEY,
      OPENAI_MODEL,
    } = this.values;
    if (!this.isLoopback && AUTH === 'off' && !ALLOW_OPEN)
      throw new StartupError(
        `HOST is "${HOST}" and AUTH is "off": everybody who reaches that address could plan and read; allowed is AUTH=api-key, a loopback HOST, or ALLOW_OPEN=true`,
      );
    if (
      EXTRACTION_PROVIDER === 'azure-openai' &&
      (AZURE_OPENAI_ENDPOINT === undefined || AZURE_OPENAI_API_KEY === undefined)
    )
      throw new StartupError(
        'EXTRACTION_PROVIDER is "azure-openai"; it needs AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_KEY',
      );
    if (EXTRACTION_PROVIDER === 'openai' && (OPENAI_API_KEY === undefined || OPENAI_MODEL === undefined))
      throw new StartupError('EXTRACTION_PROVIDER is "openai"; it needs OPENAI_API_KEY and OPENAI_MODEL');
  }
}
