import type { PlanOptions } from '#contracts';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { CommandError } from './command-error.ts';
import { unknownName } from './unknown-name.ts';

/** What the command is asked to do. */
export interface PlanOrder {
  /** The planner's words; undefined when they are to be read from a pipe or asked for. */
  readonly strategy: string | undefined;
  readonly server: string | undefined;
  readonly category: string | undefined;
  readonly dataset: string | undefined;
  readonly data: string | undefined;
  readonly asOf: string | undefined;
  readonly referenceDate: string | undefined;
  readonly options: PlanOptions;
  readonly approval: boolean;
  readonly yes: boolean;
  readonly out: string | undefined;
  readonly stores: number;
  readonly json: boolean;
}

export type CommandLine =
  { readonly kind: 'plan'; readonly order: PlanOrder } | { readonly kind: 'help' | 'version' };

const OPTIONS = {
  server: { type: 'string' },
  category: { type: 'string', short: 'c' },
  dataset: { type: 'string' },
  data: { type: 'string', short: 'd' },
  'as-of': { type: 'string' },
  'reference-date': { type: 'string' },
  option: { type: 'string', multiple: true },
  approval: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  out: { type: 'string', short: 'o' },
  stores: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

/** The names of `--option`; the compiler holds them equal to the contract, the server judges the values. */
const PLAN_OPTIONS: Readonly<Record<keyof PlanOptions, 'number' | 'text'>> = {
  service_level: 'number',
  unit_price: 'number',
  unit_cost: 'number',
  salvage_value: 'number',
  lead_time_weeks: 'number',
  clusters: 'number',
  price_elasticity: 'number',
  gap_multiplier: 'number',
  holiday_country: 'text',
  seed: 'number',
};

/** In place of a URL: one for this command alone. */
export const NEW_SERVER = 'new';

const STORES_SHOWN = 10;

/** @param environment for what the command line leaves out. @throws CommandError usage, saying what would be right */
export function readCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv = {}): CommandLine {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkOption(token);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const text = (name: keyof typeof OPTIONS): string | undefined => values[name] as string | undefined;
  if (values.data !== undefined && values.dataset !== undefined)
    throw new CommandError(
      'usage',
      '--data and --dataset exclude each other: a folder to upload, or a data set that is there.',
    );
  return {
    kind: 'plan',
    order: {
      // Words without quotes arrive one by one.
      strategy: positionals.length === 0 ? undefined : positionals.join(' '),
      server: serverUrl(text('server') ?? environment['SEASON_ORCHESTRATOR_URL']),
      category: text('category'),
      dataset: text('dataset'),
      data: text('data'),
      asOf: text('as-of'),
      referenceDate: text('reference-date'),
      options: planOptions((values.option ?? []) as string[]),
      approval: values.approval === true,
      yes: values.yes === true,
      out: text('out'),
      stores: storesShown(text('stores')),
      json: values.json === true,
    },
  };
}

/** Whether the document was asked for, also where the rest of the command line is wrong. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).includes('--json');
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken): void {
  if (!(name in OPTIONS))
    throw unknownName(
      'option',
      rawName,
      Object.keys(OPTIONS).map((known) => `--${known}`),
    );
  const takesValue = OPTIONS[name as keyof typeof OPTIONS].type === 'string';
  if (takesValue && (value === undefined || value === ''))
    throw new CommandError('usage', `${rawName} needs a value.`);
  if (takesValue && inlineValue !== true && value?.startsWith('-') === true && value !== '-')
    throw new CommandError('usage', `${rawName} needs a value before ${value}.`, {
      suggestions: [`A value that begins with "-" is written ${rawName}=${value}.`],
    });
  if (!takesValue && value !== undefined)
    throw new CommandError('usage', `${rawName} takes no value, not "${value}".`);
}

function serverUrl(given: string | undefined): string | undefined {
  if (given === undefined || given === '') return undefined;
  if (given === NEW_SERVER) return given;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given;
  throw new CommandError('usage', `"${given}" is no address of a server.`, {
    suggestions: [`Give one such as --server http://127.0.0.1:3000, or --server ${NEW_SERVER}.`],
  });
}

function storesShown(given: string | undefined): number {
  if (given === undefined) return STORES_SHOWN;
  if (given === 'all') return Infinity;
  if (/^\d{1,6}$/.test(given)) return Number(given);
  throw new CommandError('usage', `--stores "${given}" is neither a number of stores nor "all".`);
}

function planOptions(given: readonly string[]): PlanOptions {
  return Object.fromEntries(
    given.map((assignment): [name: string, value: string | number] => {
      const [, name, value] = /^([^=]*)=(.+)$/.exec(assignment) ?? [];
      if (name === undefined)
        throw new CommandError(
          'usage',
          `--option "${assignment}" is not NAME=VALUE, such as service_level=0.95.`,
        );
      if (!(name in PLAN_OPTIONS)) throw unknownName('--option', name, Object.keys(PLAN_OPTIONS));
      if (PLAN_OPTIONS[name as keyof PlanOptions] === 'text') return [name, value];
      const number = Number(value);
      if (Number.isNaN(number))
        throw new CommandError('usage', `--option ${name} is "${value}", which is no number.`);
      return [name, number];
    }),
  );
}
