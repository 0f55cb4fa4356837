import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Config, VARIABLES } from './config.ts';
import type { Variable } from './variables.ts';

describe(Config.name, () => {
  it('works with nothing set', () => {
    const { values, isLoopback } = Config.read({});

    expect(values.PORT).toBe(3000);
    expect(values.EXTRACTION_PROVIDER).toBe('auto');
    expect(values.DATABASE_URL).toBeUndefined();
    expect(isLoopback).toBe(true);
  });

  it('counts an empty variable as not set', () => {
    expect(Config.read({ PORT: '', LOG_LEVEL: '  ' }).values.PORT).toBe(3000);
  });

  it.each([
    ['PORT', 'eighty', 'a whole number from 0 to 65535'],
    ['PORT', '-1', 'a whole number from 0 to 65535'],
    ['PORT', '65536', 'a whole number from 0 to 65535'],
    ['AGENT_TIMEOUT_MS', '1.5', 'a whole number from 1 to 3600000'],
    ['EXTRACTION_PROVIDER', 'magic', 'one of auto, azure-openai, openai, rules'],
    ['HOST', 'not a host', 'an IP address or a host name'],
    ['HOST', '999.1.1.1', 'an IP address or a host name'],
    ['LOG_FORMAT', 'xml', 'one of auto, json, pretty'],
    ['ALLOW_OPEN', 'yes', 'true or false'],
    ['ALLOWED_ORIGINS', 'planning.example.com', 'origins separated by commas'],
  ])('refuses %s=%s in one line that names variable, value and what is allowed', (name, value, allowed) => {
    const refusal = (): unknown => Config.read({ [name]: value });

    expect(refusal).toThrow(`${name} is "${value}"; allowed is ${allowed}`);
  });

  it('never repeats a secret in a refusal', () => {
    expect(() => Config.read({ DATABASE_URL: 'hunter2@nowhere' })).toThrow(
      /^DATABASE_URL is the given value; allowed is/,
    );
  });

  it('refuses to be open to a network without authentication unless told so', () => {
    expect(() => Config.read({ HOST: '0.0.0.0' })).toThrow('ALLOW_OPEN=true');
    expect(Config.read({ HOST: '0.0.0.0', ALLOW_OPEN: 'true' }).isLoopback).toBe(false);
    expect(Config.read({ HOST: '0.0.0.0', AUTH: 'api-key' }).values.AUTH).toBe('api-key');
  });

  it('refuses a strict model provider without its key', () => {
    expect(() => Config.read({ EXTRACTION_PROVIDER: 'azure-openai' })).toThrow('AZURE_OPENAI_API_KEY');
    expect(() => Config.read({ EXTRACTION_PROVIDER: 'openai' })).toThrow('OPENAI_MODEL');
  });

  it('is what .env.example says, variable by variable', () => {
    const example = readFileSync(path.resolve(import.meta.dirname, '../../../../.env.example'), 'utf8');
    const expected = Object.entries(VARIABLES).map(([name, variable]: [string, Variable<unknown>]) =>
      [`# ${variable.about}. Allowed: ${variable.allowed}.`, `#${name}=${variable.example ?? ''}`].join('\n'),
    );

    expect(example.trim().split('\n\n').slice(1)).toEqual(expected);
  });
});
