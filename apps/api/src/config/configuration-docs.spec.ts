import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { VARIABLES } from './config.ts';
import type { Variable } from './variables.ts';

const documented = readFileSync(
  path.resolve(import.meta.dirname, '../../../../docs/configuration.md'),
  'utf8',
);

describe('docs/configuration.md', () => {
  it('has the table of the configuration, row by row', () => {
    const rows = [...documented.matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map((row) =>
      row.slice(1),
    );

    expect(rows).toEqual(
      Object.entries(VARIABLES).map(([name, { example, allowed, about }]: [string, Variable<unknown>]) => [
        name,
        example === undefined || example === '' ? '—' : `\`${example}\``,
        allowed,
        about,
      ]),
    );
  });

  it('names no variable outside the table that does not exist', () => {
    const named = [...documented.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(([, name]) => name);

    expect(named.filter((name) => !(name in VARIABLES))).toEqual([]);
  });
});
