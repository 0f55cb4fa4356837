import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { readMarkdown } from '../support/markdown-file.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const { blocks } = readMarkdown(path.join(ROOT, 'docs/tutorial.md'));
/** What the test does in its own way. */
const START = 'npm start\n';

jest.setTimeout(180_000);

describe('docs/tutorial.md', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutorial-test-'));
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a command prints, on both streams as a terminal shows them. Its variables live on in `folder`. */
  const print = async (commands: string): Promise<string> => {
    const here = commands
      .replaceAll('reports/my-shop', path.join(folder, 'my-shop'))
      .replaceAll('http://127.0.0.1:3000', server.url);
    const variables = path.join(folder, 'variables');
    const script = `set -e; touch ${variables}; . ${variables}; { ${here}\n} 2>&1; declare -p RUN > ${variables} 2> /dev/null || true`;
    const child = spawn('bash', ['-c', script], {
      cwd: ROOT,
      env: {
        PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
        SEASON_ORCHESTRATOR_URL: server.url,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return out + errors;
  };

  it('starts with the one command that this test replaces', () => {
    expect(blocks[0]).toEqual({ language: 'bash', text: START });
  });

  // Each step builds on the one before, as it does for a reader.
  for (const [at, { language, text: commands }] of blocks.entries())
    if (language === 'bash' && commands !== START)
      it(`prints what it says after: ${commands.split('\n').at(-2)?.slice(0, 70)}`, async () => {
        const shown = blocks[at + 1]?.language === 'text' ? blocks[at + 1].text : '';

        const printed = await print(commands);

        let rest = printed;
        for (const line of shown.trimEnd().split('\n')) {
          const found = patternOf(line).exec(rest);
          if (found === null) throw new Error(`"${line}" is not printed:\n${printed}`);
          rest = rest.slice(found.index + found[0].length);
        }
      });
});

/** A line of the tutorial, `…` standing for anything on the line. */
function patternOf(line: string): RegExp {
  const literal = line
    .split('…')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
    .join('.*');
  return new RegExp(`^${literal}\r?$`, 'm');
}
