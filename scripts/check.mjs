// `npm run check`, and `npm test`: installs what is missing, since tests that start the product would install it while others
// run, and then does everything that continuous integration holds. What only reads the sources runs two at a time, then the
// tests with the machine to themselves, then the bounds of their coverage. Says what each part took.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { installMissing, root } from './install-missing.mjs';

const LANES = [
  ['lint', 'licences'],
  ['build', 'lint:openapi', 'format:check', 'architecture', 'unused'],
];
const TESTS = ['test:jest', '--', '--coverage', '--coverageReporters=json-summary'];

const took = [];

/** Runs an npm script; its output is shown when it fails, and always for the tests. Resolves to whether it went well. */
function npmRun([script, ...rest], live = false) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script, ...rest], {
      cwd: root,
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
      env: {
        ...process.env,
        PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
      },
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        output += chunk;
      });
    child.once('error', ({ message }) => {
      output += message;
    });
    child.once('close', (code) => {
      const seconds = (Date.now() - started) / 1000;
      took.push(
        `${script.padEnd(14)} ${code === 0 ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(6)} s`,
      );
      if (code !== 0) console.error(`\nnpm run ${script} failed:\n${output}`);
      resolve(code === 0);
    });
  });
}

async function inTurn(scripts) {
  let good = true;
  for (const script of scripts) good = (await npmRun([script])) && good;
  return good;
}

installMissing();
const started = Date.now();
let good = (await Promise.all(LANES.map(inTurn))).every(Boolean);
const tested = await npmRun(TESTS, true);
good = tested && (await npmRun(['coverage'], true)) && good;
console.log(
  `\n${took.join('\n')}\n${'all'.padEnd(21)} ${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s`,
);
process.exit(good ? 0 : 1);
