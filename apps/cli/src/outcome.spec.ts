import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { OUTCOMES } from './outcome.ts';

it('ends as docs/terminal.md says, code by code', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/terminal.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (\d) +\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, code, name, when]) => [
    name,
    { exitCode: Number(code), about: when },
  ]);

  expect(Object.fromEntries(rows)).toEqual(OUTCOMES);
});
