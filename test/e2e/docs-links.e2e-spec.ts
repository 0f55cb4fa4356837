import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readMarkdown } from '../support/markdown-file.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DOCUMENTS = globSync(['*.md', '{docs,data,test,apps,libs}/**/*.md'], { cwd: ROOT }).sort();
const inRoot = (file: string) => path.join(ROOT, file);

describe('the documents', () => {
  it('are found', () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']),
    );
  });

  it.each(DOCUMENTS)('%s links only to files and headings that exist', (document) => {
    const broken = readMarkdown(inRoot(document)).links.filter(({ target }) => {
      if (/^[a-z]+:/.test(target)) return !URL.canParse(target);
      const [file, anchor] = target.split('#');
      const linked = file === '' ? document : path.join(path.dirname(document), file);
      if (!existsInThisCase(linked)) return true;
      return anchor !== undefined && !readMarkdown(inRoot(linked)).anchors.has(anchor);
    });

    expect(broken).toEqual([]);
  });

  it.each(DOCUMENTS)('%s names only files, folders and npm scripts that exist', (document) => {
    const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const { code, blocks } = readMarkdown(inRoot(document));
    const commands = [...code, ...blocks.map(({ text }) => text)].flatMap((text) =>
      [...text.matchAll(/\bnpm (?:run |(?=start|test))([a-z][\w:-]*)/g)].map(([, script]) => script),
    );
    const isPath = /^(apps|libs|test|data|docs|scripts|\.github|\.ci)\/[\w./-]*$/;

    const paths = code.filter((text) => isPath.test(text) && !text.includes('NNNN'));

    expect(paths.filter((text) => !existsInThisCase(text))).toEqual([]);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });

  it('index every decision', () => {
    const decisions = readdirSync(inRoot('docs/adr')).filter((name) => /^\d{4}-/.test(name));
    const linked = readMarkdown(inRoot('docs/adr/README.md')).links.map(({ target }) => target);

    expect(linked).toEqual(expect.arrayContaining(decisions));
    for (const name of decisions)
      expect(readFileSync(inRoot(`docs/adr/${name}`), 'utf8')).toMatch(
        /^# \d+\. .+\n[^]*\n## Context\n[^]*\n## Decision\n[^]*\n## Consequences\n/,
      );
  });
});

describe('the module graph of docs/architecture.md', () => {
  it('is what the imports are', () => {
    const { status, stderr } = spawnSync(process.execPath, [inRoot('scripts/module-graph.mjs'), '--check'], {
      encoding: 'utf8',
    });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('has every lib and every app', () => {
    const graph = readMarkdown(inRoot('docs/architecture.md')).blocks.find(
      ({ language, text }) => language === 'mermaid' && text.startsWith('graph'),
    );
    const drawn = new Set(graph?.text.match(/[\w-]+/g));

    expect(
      [...readdirSync(inRoot('libs')), ...readdirSync(inRoot('apps'))].filter((name) => !drawn.has(name)),
    ).toEqual([]);
  });
});

/** Some file systems do not tell `README.md` from `readme.md`; the one that readers use does. */
function existsInThisCase(file: string): boolean {
  const absolute = inRoot(file);
  if (!existsSync(absolute)) return false;
  const name = path.basename(absolute);
  return statSync(absolute).isDirectory() || readdirSync(path.dirname(absolute)).includes(name);
}
