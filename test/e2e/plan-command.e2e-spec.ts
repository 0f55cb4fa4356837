import type { SeasonPlan } from '#contracts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PlanDocument } from '../../apps/cli/src/plan-document.ts';
import { runPlanAtTerminal, runPlanCommand } from '../support/plan-command.ts';
import { Planner } from '../support/planner.ts';
import { type DataFolder, smallRetailer } from '../support/small-retailer.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { startWire } from '../support/wire.ts';

const STRATEGY =
  '8-week season starting May 4th 2026, weekly replenishment, keep 40% at the DC, markdown at week 4 if below 60% sell-through';
const ANSI = '\u001b[';

jest.setTimeout(120_000);

describe('npm run plan', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plan-command-test-'));
  const inFolder = (...names: string[]) => path.join(folder, ...names);
  let data: DataFolder;
  let server: TestServer;
  let planner: Planner;

  beforeAll(async () => {
    data = smallRetailer();
    server = await startTestServer({ DATA_DIR: data.path });
    planner = new Planner(server.url);
  });
  afterAll(async () => {
    await server.close();
    data.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const plan = (...args: string[]) => runPlanCommand([...args, '--server', server.url]);
  const documentIn = (stdout: string): PlanDocument => {
    expect(stdout.trim().split('\n')).toHaveLength(1);
    return JSON.parse(stdout) as PlanDocument;
  };

  describe('in a pipe', () => {
    it('says what was understood, from which words, and what the plan is; without colours or redrawing', async () => {
      const { code, stdout, stderr } = await plan(STRATEGY);

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).not.toContain(ANSI);
      expect(stdout).not.toContain('\r');
      expect(stdout).toMatch(/first day +Mon 4 May 2026 +stated +“May 4th 2026”/);
      expect(stdout).toMatch(/held back at the DC +40 % +stated +“keep 40%/);
      expect(stdout).toMatch(/^ {2}demand +completed +\d+\.\d s$/m);
      expect(stdout).toMatch(/^Make [\d,]+ units$/m);
      expect(stdout).toMatch(/^ {2}[▁▂▃▄▅▆▇█]{24}$/m);
      expect(stdout).toMatch(/▲ week \d, from \d+ \w+ 2026: \d+ units/);
      expect(stdout).toMatch(/✓ 13 checks hold/);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    });

    it('reads the words from the pipe when there are none on the command line', async () => {
      const { code, stdout } = await runPlanCommand(['--server', server.url, '--json'], { stdin: STRATEGY });

      expect(code).toBe(0);
      expect(documentIn(stdout).extraction?.parameters.forecast_horizon_weeks).toBe(8);
    });

    it('prints one JSON document and nothing else with --json', async () => {
      const { code, stdout, stderr } = await plan(STRATEGY, '--json', '--option', 'seed=7');
      const document = documentIn(stdout);
      const { body } = await planner.get<SeasonPlan>(
        `/api/orchestrator/workflows/${document.workflow_id}/plan`,
      );

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(document).toMatchObject({ outcome: 'completed', exit_code: 0, files: [], error: null });
      expect(document.plan).toEqual(body);
      expect(document.plan?.certificate.seed).toBe(7);
    });

    it('writes the plan and its tables', async () => {
      const out = inFolder('made', 'here');
      const { code, stdout } = await plan(STRATEGY, '--out', out, '--json');
      const document = documentIn(stdout);
      const csv = await fetch(
        `${server.url}/api/orchestrator/workflows/${document.workflow_id}/plan/allocations.csv`,
      );

      expect(code).toBe(0);
      expect(readdirSync(out).sort()).toEqual([
        'allocations.csv',
        'forecast.csv',
        'markdowns.csv',
        'plan.json',
        'replenishment.csv',
      ]);
      expect(document.files.map((file) => path.basename(file)).sort()).toEqual(readdirSync(out).sort());
      expect(JSON.parse(readFileSync(path.join(out, 'plan.json'), 'utf8'))).toEqual(document.plan);
      expect(readFileSync(path.join(out, 'allocations.csv'), 'utf8')).toBe(await csv.text());
    });

    it('plans from a folder of one’s own, which stays as a data set', async () => {
      const first = documentIn((await plan(STRATEGY, '--data', data.path, '--json')).stdout);
      const name = path.basename(data.path);
      const { code, stdout } = await plan(STRATEGY, '--dataset', first.plan?.dataset_id ?? name, '--json');

      expect(code).toBe(0);
      expect(documentIn(stdout).plan?.certificate.plan_hash).toBe(first.plan?.certificate.plan_hash);
    });

    it('loses nothing of a run when the connection is cut again and again', async () => {
      const wire = await startWire(server.url, 3);
      const { code, stdout } = await runPlanCommand([STRATEGY, '--server', wire.url]);
      wire.close();

      expect(wire.cutWebSockets).toBeGreaterThanOrEqual(1); // a quick run may be over before the third
      expect(code).toBe(0);
      expect(stdout).toMatch(/pricing +completed +\d/);
    });
  });

  describe('says what was wrong and what would be right', () => {
    it.each([
      [2, ['--categry', 'x'], /There is no option --categry\.\n {2}→ Did you mean --category\?/],
      [2, ['--category', 'jakets'], /There is no category "jakets"\.\n {2}→ Did you mean "Jackets"\?/],
      [2, ['--category', 'Umbrellas'], /There is no category "Umbrellas"\.\n {2}→ There are: "Jackets"\./],
      [2, ['--dataset', 'defualt'], /There is no data set "defualt"\.\n {2}→ Did you mean "default"\?/],
      [2, ['--option', 'clustrs=3'], /There is no --option "clustrs"\.\n {2}→ Did you mean "clusters"\?/],
      [
        2,
        ['--data', '/nowhere'],
        /\/nowhere has neither historical_sales\.csv nor historical_sales\.csv\.gz/,
      ],
      [2, ['--out', '/dev/null/plan'], /\/dev\/null\/plan cannot be written \(ENOTDIR\)/],
      [3, ['--option', 'clusters=30'], /options\.clusters is 30: must be a whole number from 1 to 10/],
      [3, ['--as-of', '2026-02-30'], /as_of is "2026-02-30"/],
      [4, ['--as-of', '2024-03-01'], /Category "Jackets" has \d+ whole weeks of history before 2024-03-01/],
    ])('ends with %i for %j', async (expected, args, words) => {
      const { code, stderr } = await plan(STRATEGY, ...args);

      expect(stderr).toMatch(words);
      expect(code).toBe(expected);
    });

    it('ends with 3 for words that leave something out, and says how to say it', async () => {
      const { code, stdout, stderr } = await plan(
        '8-week season, weekly replenishment, keep 40% at the DC',
        '--json',
      );

      expect(code).toBe(3);
      expect(stderr).toMatch(/The text does not say when it starts\./);
      expect(stderr).toMatch(
        /Understood: season length 8 weeks \(“8-week”\), replenishment weekly \(“weekly”\), held back at the DC 40 % \(“keep 40%/,
      );
      expect(stderr).toMatch(/→ Say when the season starts, for example "starting March 1st"/);
      expect(documentIn(stdout)).toMatchObject({
        outcome: 'invalid',
        plan: null,
        error: {
          error_type: 'PARAMETER_EXTRACTION_ERROR',
          details: { missing_parameters: ['season_start_date'] },
        },
      });
    });

    it('ends with 3 for a value that cannot hold, with the words it stands in', async () => {
      const { code, stderr } = await plan(STRATEGY.replace('8-week', '80-week'));

      expect(code).toBe(3);
      expect(stderr).toMatch(
        /forecast_horizon_weeks is 80 \(“80-week”\): must be a whole number of weeks from 4 to 52/,
      );
    });

    it('ends with 3 for files with faults, each with its line, and shows control characters instead of obeying them', async () => {
      const faulty = inFolder('faulty');
      mkdirSync(faulty);
      writeFileSync(path.join(faulty, 'stores.csv'), 'store_id\nNorth\n');
      writeFileSync(
        path.join(faulty, 'historical_sales.csv'),
        'date,store_id,category,quantity_sold\n2026-02-30,North,Hats,1\n2026-03-01,North,Hats,\u001b[31mmany\u0007\n',
      );
      const { code, stderr } = await plan(STRATEGY, '--data', faulty);

      expect(code).toBe(3);
      expect(stderr).toMatch(/historical_sales +2 +date +2026-02-30 +must be a date that exists/);
      expect(stderr).toMatch(/historical_sales +3 +quantity_sold +many� +must be a whole number/);
    });

    it('ends with 2 when there are no words', async () => {
      expect(await plan()).toMatchObject({ code: 2, stderr: expect.stringMatching(/no words to plan from/) });
    });

    it('ends with 6 when nothing answers, and when something else does', async () => {
      const other = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const address = `http://127.0.0.1:${port}`;
      const strange = await runPlanCommand([STRATEGY, '--server', address]);
      await new Promise((resolve) => other.close(resolve));
      const silent = await runPlanCommand([STRATEGY, '--json'], {
        environment: { SEASON_ORCHESTRATOR_URL: address },
      });

      expect(strange).toMatchObject({ code: 6, stdout: '' });
      expect(strange.stderr).toContain(`What answers at ${address} is not season-orchestrator.`);
      expect(silent.code).toBe(6);
      expect(documentIn(silent.stdout)).toMatchObject({
        outcome: 'unreachable',
        error: { message: `${address} does not answer (ECONNREFUSED).` },
      });
    });
  });

  describe('where a run waits for a decision on the buy', () => {
    it('accepts with --yes', async () => {
      const { code, stdout } = await plan(STRATEGY, '--approval', '--yes', '--json');

      expect(code).toBe(0);
      expect(documentIn(stdout).plan?.pricing.status).toBe('conditional');
    });

    it('ends with 7 in a pipe, and leaves the run waiting', async () => {
      const { code, stdout, stderr } = await plan(STRATEGY, '--approval', '--json');
      const document = documentIn(stdout);

      expect(code).toBe(7);
      expect(stderr).toContain(`/workflows/${document.workflow_id}/approval`);
      expect((await planner.state(document.workflow_id ?? '')).body.status).toBe('awaiting_approval');
    });
  });

  describe('with a server of its own', () => {
    it('starts it, plans, and leaves nothing behind', async () => {
      const own = inFolder('own');
      mkdirSync(own);
      const { code, stdout } = await runPlanCommand(
        [STRATEGY, '--server', 'new', '--data', data.path, '--json'],
        {
          environment: { TMPDIR: own },
        },
      );

      expect(code).toBe(0);
      expect(documentIn(stdout).plan?.category_id).toBe('Jackets');
      expect(readdirSync(own)).toEqual([]);
    });

    it('ends it on Ctrl-C while it starts', async () => {
      const own = inFolder('interrupted');
      mkdirSync(own);
      const { code, stderr } = await runPlanCommand([STRATEGY, '--server', 'new'], {
        environment: { TMPDIR: own },
        onStart: ({ interrupt }) => {
          const watcher = watch(own, () => {
            watcher.close();
            interrupt();
          });
        },
      });

      expect({ code, stderr }).toEqual({ code: 5, stderr: 'Stopped before a run was started.\n' });
      expect(readdirSync(own)).toEqual([]);
    });

    it('says in the server’s own words why it could not be started', async () => {
      const { code, stderr } = await runPlanCommand([STRATEGY, '--server', 'new'], {
        environment: { TMPDIR: folder, DATA_DIR: inFolder('nothing-there') },
      });

      expect(code).toBe(6);
      expect(stderr).toMatch(/^No server could be started: DATA_DIR .* has neither/);
    });
  });

  const hasScript = process.platform === 'linux' && existsSync('/usr/bin/script');
  (hasScript ? describe : describe.skip)('at a terminal (needs util-linux script)', () => {
    /** Types each answer when its question is there. */
    const typing = (answers: readonly (readonly [question: string, keys: string])[]) => {
      const open = [...answers];
      let read = 0;
      return (output: string, { type }: { type: (keys: string) => void }) => {
        const at = open.length === 0 ? -1 : output.indexOf(open[0][0], read);
        if (at === -1) return;
        read = at + open[0][0].length;
        type(open.shift()?.[1] ?? '');
      };
    };

    it('asks for what the words leave out, shows each agent’s progress, and asks for the approval', async () => {
      const { code, stdout } = await runPlanAtTerminal(
        ['8-week season starting May 4th 2026', '--approval', '--server', server.url],
        {
          onOutput: typing([
            ['How are stores refilled?', 'weekly\r'],
            ['How much stays at the DC', '40\r'],
            ['accept, reject', 'perhaps\r'],
            ['accept, reject', '25 %\r'],
          ]),
        },
      );

      expect(stdout).toContain('Understood: season length 8 weeks (“8-week”)');
      expect(stdout).toMatch(/held back at the DC.*40 %.*“40% holdback”/);
      expect(stdout).toContain(`${ANSI}3A${ANSI}0J`);
      expect(stdout).toMatch(/demand .*\d+ %.*\d\.\d s/);
      expect(stdout).toMatch(/safety stock.*25 %/);
      expect(stdout).toMatch(/inventory.*completed.*attempt 2/);
      expect(code).toBe(0);
    });

    it('cancels the run on Ctrl-C, and says so', async () => {
      const { code, stdout } = await runPlanAtTerminal([STRATEGY, '--approval', '--server', server.url], {
        onOutput: typing([['accept, reject', '\u0003']]),
      });
      const { body } = await planner.get<{ workflows: { status: string }[] }>(
        '/api/orchestrator/workflows?limit=1',
      );

      expect(code).toBe(5);
      expect(stdout).toContain('cancelling …');
      expect(stdout).toContain('was cancelled');
      expect(body.workflows[0].status).toBe('cancelled');
    });

    it('has no colours with NO_COLOR', async () => {
      const { code, stdout } = await runPlanAtTerminal([STRATEGY, '--server', server.url], {
        environment: { NO_COLOR: '1' },
      });

      expect(code).toBe(0);
      expect(stdout).toContain('Make ');
      // eslint-disable-next-line no-control-regex -- escape sequences are what is looked for
      expect(stdout).not.toMatch(/\u001b\[\d+m/);
    });
  });
});
