import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ERROR_TYPES } from '#contracts';
import { ERROR_CATALOGUE } from './error-catalogue.ts';
import * as errors from './orchestrator-error.ts';

const documented = readFileSync(path.resolve(import.meta.dirname, '../../../docs/errors.md'), 'utf8');

describe('the error catalogue', () => {
  it('has an entry for every error type of the contract and no other', () => {
    expect(Object.keys(ERROR_CATALOGUE).sort()).toEqual([...ERROR_TYPES].sort());
  });

  it('is the table of docs/errors.md, row by row', () => {
    const rows = [
      ...documented.matchAll(/^\| ([A-Z_]+) +\| (\d{3}) +\| (\w+) +\| (\w+) +\| (.+?) +\|$/gm),
    ].map((row) => row.slice(1));

    expect(rows).toEqual(
      Object.entries(ERROR_CATALOGUE).map(([type, { httpStatus, className, logLevel, title }]) => [
        type,
        String(httpStatus),
        className,
        logLevel,
        title,
      ]),
    );
  });

  it('names classes that exist, and every class stands in it', () => {
    const named = new Set<string>(Object.values(ERROR_CATALOGUE).map(({ className }) => className));
    const bases = new Set(['RetryLaterError']);
    const classes = Object.keys(errors).filter((name) => !bases.has(name));

    expect([...named].sort()).toEqual(classes.sort());
  });
});
