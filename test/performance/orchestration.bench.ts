/**
 * What orchestration costs: runs of no-op agents beside a bare DBOS workflow of three steps with the same outputs, with
 * and without their events; and how long the event loop is held while real plans run. Markdown tables; figures are
 * comparable within one run only.
 *
 *   npm run build && node dist/test/performance/orchestration.bench.js
 */
import { DBOS } from '@dbos-inc/dbos-sdk';
import type { DemandContext, InventoryContext, PricingContext, WorkflowEventBody } from '#contracts';
import { isTerminal } from '#contracts';
import { Database, migrate, startEmbeddedPostgres } from '#database';
import { planDemand, planInventory, planPricing } from '#planning';
import { EventPublisher, type PublishOptions, type StoredEvent } from '#streaming';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RunWorkflowDto } from '../../libs/orchestrator/src/run-workflow.dto.ts';
import { SeasonControl } from '../../libs/orchestrator/src/season-control.service.ts';
import { jacketSeason, smallRetailer } from '../support/small-retailer.ts';
import { SeasonNode, type Script } from '../support/season-node.ts';
import { figure } from './figures.ts';

const ROUNDS = 5;
const ONE_BY_ONE = 30;
const AT_ONCE = 50;
const MANY = 150;
const REAL_PLANS = 8;
const QUEUE = 'bare';

interface Measured {
  readonly latencies: number[];
  readonly throughputs: number[];
}

/** Latency of runs one by one, throughput with a number of them at once. */
async function measure(run: () => Promise<unknown>, { latencies, throughputs }: Measured): Promise<void> {
  for (let i = 0; i < ONE_BY_ONE; i++) {
    const clock = performance.now();
    await run();
    latencies.push(performance.now() - clock);
  }
  let left = MANY;
  const clock = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await run();
    }),
  );
  throughputs.push((1_000 * MANY) / (performance.now() - clock));
}

function quantile(values: readonly number[], q: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];
}

/** Agents that answer at once with what they answered first. */
function noOpAgents(): Script {
  const once = <Input, Output>(plan: (input: Input) => Output) => {
    let output: Output | undefined;
    return (input: unknown): Output => (output ??= plan(input as Input));
  };
  return {
    demand: once((context: DemandContext) => {
      const { demand, sample_paths } = planDemand(context, () => undefined);
      return { demand, sample_paths: sample_paths.slice(0, 1) };
    }),
    inventory: once((context: InventoryContext) => planInventory(context, () => undefined)),
    pricing: once((context: PricingContext) => planPricing(context, () => undefined)),
  };
}

/** Who waits for the end of which run; an end may come before somebody waits for it. */
class Ends {
  private readonly waiting = new Map<string, () => void>();
  private readonly come = new Set<string>();

  tell(id: string): void {
    const wake = this.waiting.get(id);
    if (wake === undefined) this.come.add(id);
    else wake();
    this.waiting.delete(id);
  }

  of(id: string): Promise<void> {
    return this.come.delete(id) ? Promise.resolve() : new Promise((resolve) => this.waiting.set(id, resolve));
  }
}

/** Starts a run in the node, and waits for its end, which its last event tells. */
function seasonRuns(node: SeasonNode): { withEvents: () => Promise<void>; without: () => Promise<void> } {
  const publisher = node.app.get(EventPublisher);
  const database = node.app.get(Database);
  const control = node.app.get(SeasonControl);
  const ends = new Ends();
  const publish = publisher.publish.bind(publisher);
  const progress = publisher.progress.bind(publisher);
  let stored = true;
  publisher.progress = (...report) => {
    if (stored) progress(...report);
  };
  publisher.publish = async (sessionId, workflowId, body: WorkflowEventBody, options?: PublishOptions) => {
    let event = { sessionId, workflowId } as StoredEvent;
    if (stored) event = await publish(sessionId, workflowId, body, options);
    else if (isTerminal(body) && options?.alongside !== undefined)
      await database.transaction(options.alongside); // the run's end is no event
    if (isTerminal(body)) ends.tell(workflowId);
    return event;
  };
  let session = 0;
  const run = async (): Promise<void> => {
    const body = jacketSeason(`bench-${session++ % AT_ONCE}`) as RunWorkflowDto;
    const { workflow_id } = await control.start(body, 'bench');
    await ends.of(workflow_id);
  };
  const mode = (events: boolean) => (): Promise<void> => {
    stored = events;
    return run();
  };
  return { withEvents: mode(true), without: mode(false) };
}

const bareEnds = new Ends();
let bareOutputs: readonly unknown[] = [];

const bareWorkflow = DBOS.registerWorkflow(
  async (id: string) => {
    for (const [step, output] of bareOutputs.entries())
      await DBOS.runStep(async () => output, { name: `step ${step}` });
    bareEnds.tell(id);
  },
  { name: 'bare' },
);

let bareRuns = 0;
async function bareRun(queueName?: string): Promise<void> {
  const workflowID = `bare-${bareRuns++}`;
  await DBOS.startWorkflow(bareWorkflow, { workflowID, ...(queueName !== undefined && { queueName }) })(
    workflowID,
  );
  await bareEnds.of(workflowID);
}

/** Longest and 99th percentile of the event loop's delay, and the time they took, while real plans run at once. */
async function realPlans(databaseUrl: string): Promise<{ ms: number; p99: number; max: number }> {
  const node = await SeasonNode.start(databaseUrl, { dataDir: path.join(process.cwd(), 'data/sample') });
  try {
    const plan = (session: string, category_id: string) =>
      node.run(jacketSeason(session, { category_id })).then((id) => node.ended(session, id));
    await plan('warm', "Women's Dresses");
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const clock = performance.now();
    await Promise.all(
      Array.from({ length: REAL_PLANS }, (_, i) =>
        plan(`plan-${i}`, ["Women's Dresses", "Men's Shirts", 'Accessories'][i % 3]),
      ),
    );
    delay.disable();
    return { ms: performance.now() - clock, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
  } finally {
    await node.close();
  }
}

async function main(): Promise<void> {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'orchestration-bench-'));
  const data = smallRetailer();
  const postgres = await startEmbeddedPostgres({ stateDir });
  const config = { concurrency: AT_ONCE };
  try {
    await migrate(postgres.url);
    const script = noOpAgents();
    const node = await SeasonNode.start(postgres.url, { dataDir: data.path, script, config });
    const runs = seasonRuns(node);
    await runs.withEvents();
    bareOutputs = [script.demand, script.inventory, script.pricing].map((agent) =>
      (agent as () => unknown)(),
    );
    await DBOS.registerQueue(QUEUE, { workerConcurrency: AT_ONCE, minPollingIntervalMs: 20 });
    const kinds = [
      ['bare DBOS workflow of 3 steps, through a queue', () => bareRun(QUEUE)],
      ['bare DBOS workflow of 3 steps, started directly', () => bareRun()],
      ['run of 3 no-op agents, events left out', runs.without],
      ['run of 3 no-op agents, events stored', runs.withEvents],
    ] as const;
    const results = kinds.map((): Measured => ({ latencies: [], throughputs: [] }));
    for (const [, run] of kinds) for (let i = 0; i < 20; i++) await run();
    // In turn, so that whatever else the machine does falls on all alike.
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, [, run]] of kinds.entries()) await measure(run, results[i]);
    await node.close();

    console.log(
      `| what | p50, ms | p95, ms | runs/s at ${AT_ONCE} at once | p50 ÷ bare | bare ÷ runs/s |\n|---|---:|---:|---:|---:|---:|`,
    );
    const [bareP50, bareRate] = [quantile(results[0].latencies, 0.5), quantile(results[0].throughputs, 0.5)];
    for (const [i, [what]] of kinds.entries()) {
      const { latencies, throughputs } = results[i];
      const [p50, p95, rate] = [
        quantile(latencies, 0.5),
        quantile(latencies, 0.95),
        quantile(throughputs, 0.5),
      ];
      console.log(
        `| ${what} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${rate.toFixed(0)} | ${(p50 / bareP50).toFixed(2)} | ${(bareRate / rate).toFixed(2)} |`,
      );
    }
    const [p50, rate] = [quantile(results[2].latencies, 0.5), quantile(results[2].throughputs, 0.5)];
    const beside = { what: 'bare DBOS workflow of 3 steps, through a queue', value: bareP50 };
    figure({
      name: 'run of 3 no-op agents, events left out, p50',
      value: p50,
      unit: 'ms',
      atMost: 25,
      beside,
    });
    figure({
      name: `runs of 3 no-op agents, events left out, ${AT_ONCE} at once`,
      value: rate,
      unit: '1/s',
      atLeast: 120,
      beside: { what: beside.what, value: bareRate },
    });
    figure({
      name: 'bare DBOS ÷ runs of 3 no-op agents, by throughput',
      value: bareRate / rate,
      unit: '×',
      atMost: 1.5,
    });
    figure({
      name: 'run of 3 no-op agents, events stored, p50',
      value: quantile(results[3].latencies, 0.5),
      unit: 'ms',
      beside,
    });
    console.log(
      '\nGoals, events left out: p50 ≤ 25 ms, ≥ 120 runs/s, ≤ 1.5 × bare (through the same queue).\n',
    );

    const { ms, p99, max } = await realPlans(postgres.url);
    console.log('| what | took, ms | event loop held, p99 ms | longest, ms |\n|---|---:|---:|---:|');
    console.log(
      `| ${REAL_PLANS} plans on the sample data at once | ${ms.toFixed(0)} | ${p99.toFixed(1)} | ${max.toFixed(1)} |`,
    );
    console.log('\nGoal: p99 < 20 ms.');
    figure({
      name: `event loop held while ${REAL_PLANS} plans run, p99`,
      value: p99,
      unit: 'ms',
      atMost: 20,
    });
  } finally {
    await postgres.stop();
    data.remove();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

await main();
