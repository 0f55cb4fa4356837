import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { InventoryContext, SeasonPlan, WorkflowState } from '#contracts';
import { isTerminal } from '#contracts';
import { Database } from '#database';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { jacketSeason, smallRetailer, type DataFolder } from '../../../test/support/small-retailer.ts';
import { SeasonNode, type Script } from '../../../test/support/season-node.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';

jest.setTimeout(60_000);

const busyLoop = pathToFileURL(
  path.resolve(import.meta.dirname, '../../../test/fixtures/agents/busy-loop.ts'),
);

/** A gate that scripted agents wait at. */
class Gate {
  readonly arrived: string[] = [];
  private open: (() => void)[] = [];
  private waiters: (() => void)[] = [];

  pass(who: string): Promise<void> {
    this.arrived.push(who);
    this.waiters.splice(0).forEach((wake) => wake());
    return new Promise((resolve) => this.open.push(resolve));
  }

  async until(count: number): Promise<void> {
    while (this.arrived.length < count) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  release(): void {
    this.open.splice(0).forEach((open) => open());
  }
}

describe('control of runs', () => {
  const script: Script = {};
  let data: DataFolder;
  let database: TestDatabase;
  let node: SeasonNode;

  const start = async (approvalTimeoutMs = 60_000): Promise<void> => {
    node = await SeasonNode.start(database.url, {
      dataDir: data.path,
      script,
      config: { approvalTimeoutMs, concurrency: 2 },
    });
  };
  const control = (id: string, what: 'cancel' | 'approval', body: unknown = {}) =>
    node.post(`/api/orchestrator/workflows/${id}/${what}`, body);
  const terminals = async (session: string, id: string) =>
    (await node.events(session, id)).filter(isTerminal);

  beforeAll(async () => {
    data = smallRetailer();
    database = await createTestDatabase();
    await start();
  });
  afterEach(() => {
    delete script.demand;
    delete script.inventory;
    delete script.pricing;
  });
  afterAll(async () => {
    await node?.close();
    await database?.drop();
    data?.remove();
  });

  describe('cancel', () => {
    it('ends a run at once while its agent works, exactly once', async () => {
      const gate = new Gate();
      script.demand = () => gate.pass('demand');
      const id = await node.run(jacketSeason('cancel'));
      await gate.until(1);

      expect(await control(id, 'cancel')).toMatchObject({ status: 202, body: { status: 'cancelled' } });
      expect(await terminals('cancel', id)).toMatchObject([
        { error: { error_type: 'WORKFLOW_CANCELLED', details: { workflow_id: id } } },
      ]);
      expect(await node.state(id)).toMatchObject({
        status: 'cancelled',
        execution_log: [
          { agent_name: 'demand', status: 'failed', error: { error_type: 'WORKFLOW_CANCELLED' } },
        ],
      });
      expect(await node.get(`/api/orchestrator/workflows/${id}/plan`)).toMatchObject({
        status: 409,
        body: { error_type: 'WORKFLOW_CANCELLED' },
      });
      expect(await control(id, 'cancel')).toMatchObject({ status: 409, body: { error_type: 'CONFLICT' } });
      gate.release();
      delete script.demand;
      await node.ended('after', await node.run(jacketSeason('after')));
      expect(await terminals('cancel', id)).toHaveLength(1);
    });

    it('ends a run that waits for its turn, which then never starts', async () => {
      const gate = new Gate();
      script.demand = (input, call) =>
        gate.pass((input as InventoryContext).category_id + String(call.signal.aborted));
      const working = [await node.run(jacketSeason('busy')), await node.run(jacketSeason('busy'))];
      await gate.until(2);
      const waiting = await node.run(jacketSeason('busy'));

      expect((await node.state(waiting)).status).toBe('pending');
      expect((await control(waiting, 'cancel')).status).toBe(202);
      for (const id of working) await control(id, 'cancel');
      delete script.demand;
      expect((await node.ended('busy', await node.run(jacketSeason('busy')))).status).toBe('completed');
      expect(gate.arrived).toHaveLength(2);
      expect((await node.state(waiting)).execution_log).toEqual([]);
    });

    it.each([
      ['at the word of it', "SELECT pg_notify('season_cancelled', $1)"],
      ['even if the word of it is lost', 'SELECT $1::text'],
    ])('ends the agent of a run that another node cancelled, %s', async (_how, word) => {
      let aborted: Promise<unknown> = Promise.resolve();
      const begun = new Promise<void>((resolve) => {
        script.demand = (_input, { signal }) => {
          aborted = new Promise((heard) => signal.addEventListener('abort', heard));
          resolve();
          return aborted;
        };
      });
      const id = await node.run(jacketSeason('elsewhere'));
      await begun;
      const db = node.app.get(Database);
      await db.query(
        "UPDATE workflows SET status = 'cancelled', finished_at = now() WHERE workflow_id = $1",
        [id],
      );
      await db.query(word, [id]);

      await aborted;
    });

    it('refuses an end to what has ended, or never was', async () => {
      const id = await node.run(jacketSeason('done'));
      await node.ended('done', id);

      expect(await control(id, 'cancel')).toMatchObject({ status: 409, body: { error_type: 'CONFLICT' } });
      expect(await terminals('done', id)).toHaveLength(1);
      expect(await control('nothing', 'cancel')).toMatchObject({
        status: 404,
        body: { error_type: 'WORKFLOW_NOT_FOUND' },
      });
    });
  });

  it('gives a session its turn before the second run of another', async () => {
    const gate = new Gate();
    const served: string[] = [];
    script.demand = () => gate.pass('busy');
    const first = [await node.run(jacketSeason('crowd')), await node.run(jacketSeason('crowd'))];
    await gate.until(2);
    const order: [string, string][] = [];
    for (const session of ['crowd', 'crowd', 'crowd', 'crowd', 'alone'])
      order.push([session, await node.run(jacketSeason(session, { options: { seed: order.length } }))]);
    script.demand = (input) => {
      served.push(order[(input as InventoryContext).seed][0]);
      throw new RangeError('enough');
    };
    for (const id of first) await control(id, 'cancel');
    for (const [session, id] of order) await node.ended(session, id);

    // Two places in the queue: at most two of the crowd's runs come before. In the order of arrival it would be four.
    expect(served.indexOf('alone')).toBeLessThanOrEqual(2);
  });

  describe('approval', () => {
    const waiting = async (session: string): Promise<string> => {
      const id = await node.run(jacketSeason(session, { require_approval: true }));
      const watcher = await node.watch(session);
      await watcher.until(() =>
        watcher.events.some(
          (event) =>
            event.workflow_id === id && event.type === 'agent_status' && event.status === 'awaiting_approval',
        ),
      );
      await watcher.close();
      return id;
    };
    const attemptsOf = ({ execution_log }: WorkflowState) =>
      execution_log.map(({ agent_name, attempt }) => `${agent_name} ${attempt}`);

    it('waits before pricing, with the buy to look at, and goes on when accepted', async () => {
      const id = await waiting('accept');

      expect(await node.state(id)).toMatchObject({ status: 'awaiting_approval', result: null });
      expect(
        (await node.events('accept', id)).some(
          (event) => event.type === 'complete' && event.agent_name === 'inventory',
        ),
      ).toBe(true);
      expect(await node.get(`/api/orchestrator/workflows/${id}/plan`)).toMatchObject({ status: 409 });
      const accepted = await control(id, 'approval', { decision: 'accept' });
      expect(accepted.status).toBe(202);
      expect(accepted.body['status']).not.toBe('awaiting_approval');
      const state = await node.ended('accept', id);
      expect(state.status).toBe('completed');
      expect(attemptsOf(state)).toEqual(['demand 1', 'inventory 1', 'pricing 1']);
      expect((await control(id, 'approval', { decision: 'accept' })).status).toBe(202);
      expect(await control(id, 'approval', { decision: 'reject' })).toMatchObject({ status: 409 });
      expect(await terminals('accept', id)).toHaveLength(1);
    });

    it('runs inventory again, and nothing else, with a safety stock that is modified', async () => {
      const id = await waiting('modify');
      const decide = () => control(id, 'approval', { decision: 'modify', safety_stock_pct: 0.55 });
      expect((await Promise.all([decide(), decide()])).map(({ status }) => status)).toEqual([202, 202]);
      const state = await node.ended('modify', id);
      const plan = state.result as SeasonPlan;
      const unmodified = (await node.ended('modify', await node.run(jacketSeason('modify'))))
        .result as SeasonPlan;

      expect(attemptsOf(state)).toEqual(['demand 1', 'inventory 1', 'inventory 2', 'pricing 1']);
      expect(plan.demand.safety_stock_pct).toBe(0.55);
      expect(plan.demand.total_units).toBe(unmodified.demand.total_units);
      expect(plan.inventory.manufacturing_units).toBeGreaterThan(unmodified.inventory.manufacturing_units);
      expect(plan.demand.reasoning.map(({ text }) => text).join()).toContain('55 %');
    });

    it('ends as cancelled when rejected', async () => {
      const id = await waiting('reject');

      expect(await control(id, 'approval', { decision: 'reject' })).toMatchObject({
        status: 202,
        body: { status: 'cancelled' },
      });
      expect((await control(id, 'approval', { decision: 'reject' })).status).toBe(202);
      expect(await terminals('reject', id)).toMatchObject([{ error: { error_type: 'WORKFLOW_CANCELLED' } }]);
    });

    it('can be cancelled while it waits', async () => {
      const id = await waiting('stop');

      expect((await control(id, 'cancel')).status).toBe(202);
      expect(await control(id, 'approval', { decision: 'accept' })).toMatchObject({ status: 409 });
      expect((await node.state(id)).status).toBe('cancelled');
    });

    it('refuses decisions that are none', async () => {
      const id = await waiting('refuse');
      const fieldsOf = async (body: unknown) => {
        const answer = await control(id, 'approval', body);
        const { violations } = answer.body['details'] as { violations: { field: string }[] };
        return [answer.status, ...violations.map(({ field }) => field)];
      };

      expect(await fieldsOf({})).toEqual([422, 'decision']);
      expect(await fieldsOf({ decision: 'maybe' })).toEqual([422, 'decision']);
      expect(await fieldsOf({ decision: 'modify' })).toEqual([422, 'safety_stock_pct']);
      expect(await fieldsOf({ decision: 'modify', safety_stock_pct: 0.61 })).toEqual([
        422,
        'safety_stock_pct',
      ]);
      expect(await fieldsOf({ decision: 'modify', safety_stock_pct: null })).toEqual([
        422,
        'safety_stock_pct',
      ]);
      expect(await fieldsOf({ decision: 'accept', safety_stock_pct: 0.2 })).toEqual([
        422,
        'safety_stock_pct',
      ]);
      expect(await fieldsOf({ decision: 'accept', why: 'because' })).toEqual([422, 'why']);
      await control(id, 'cancel');
    });

    it('goes on over a restart', async () => {
      const id = await waiting('restart');
      await node.close();
      await start();

      expect((await node.state(id)).status).toBe('awaiting_approval');
      expect((await control(id, 'approval', { decision: 'accept' })).status).toBe(202);
      expect(attemptsOf(await node.ended('restart', id))).toEqual(['demand 1', 'inventory 1', 'pricing 1']);
    });

    it('expires', async () => {
      await node.close();
      await start(300);
      const id = await waiting('expire');
      const state = await node.ended('expire', id);

      expect(state).toMatchObject({
        status: 'failed',
        error: { error_type: 'APPROVAL_EXPIRED', details: { timeout_ms: 300 } },
      });
      expect(await control(id, 'approval', { decision: 'accept' })).toMatchObject({ status: 409 });
    });
  });

  describe('of an agent that never yields', () => {
    beforeAll(async () => {
      await node.close();
      script.demand = busyLoop;
      await start();
    });

    it('frees the thread within a second of the cancellation', async () => {
      const watcher = await node.watch('loop');
      const id = await node.run(jacketSeason('loop'));
      await watcher.until(() => watcher.events.some((event) => event.type === 'progress'));
      const clock = performance.now();
      await control(id, 'cancel');
      await watcher.until(() => watcher.events.some(isTerminal));

      expect(performance.now() - clock).toBeLessThan(1_000);
      await watcher.close();
      // The place in the queue is free again: two more runs reach their agents.
      for (const session of ['loop-2', 'loop-3']) {
        const next = await node.watch(session);
        const nextId = await node.run(jacketSeason(session));
        await next.until(() => next.events.some((event) => event.type === 'progress'));
        await control(nextId, 'cancel');
        await next.close();
      }
    });
  });

  describe('history', () => {
    it('forgets finished runs and their events after the retention', async () => {
      await node.close();
      await start();
      const id = await node.run(jacketSeason('old'));
      await node.ended('old', id);
      const db = node.app.get(Database);
      await db.query("UPDATE workflows SET finished_at = now() - interval '91 days' WHERE workflow_id = $1", [
        id,
      ]);
      await db.query(
        "UPDATE workflow_events SET recorded_at = now() - interval '91 days' WHERE workflow_id = $1",
        [id],
      );
      await node.close();
      await start();

      for (;;) if ((await node.get(`/api/orchestrator/workflows/${id}`)).status === 404) break;
      for (;;) if ((await node.events('old', id)).length === 0) break;
      const { rows } = await node.app
        .get(Database)
        .query('SELECT 1 FROM dbos.workflow_status WHERE workflow_uuid = $1', [id]);
      expect(rows).toEqual([]);
    });
  });
});
