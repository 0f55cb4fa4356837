import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { DemandContext } from '#contracts';
import { planDemand } from '#planning';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { TestBrowser } from '../support/browser.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { SeasonNode, type Script } from '../support/season-node.ts';
import { smallRetailer, type DataFolder } from '../support/small-retailer.ts';
import { type TestDatabase, createTestDatabase } from '../support/test-database.ts';

const WORDS =
  '8-week season from 2026-05-04, weekly replenishment, hold 40% back, markdown at week 4 if below 60% sell-through.';

const HALF_WAY = 'Half way through the past seasons';

jest.setTimeout(40_000);

await describeInBrowser('the console', () => {
  let browser: TestBrowser;
  let database: TestDatabase;
  let data: DataFolder;
  let script: Script;
  let node: SeasonNode;
  let page: Page;

  beforeAll(async () => {
    data = smallRetailer();
    database = await createTestDatabase();
    script = {};
    [browser, node] = await Promise.all([
      TestBrowser.launch(),
      SeasonNode.start(database.url, { dataDir: data.path, script }),
    ]);
  });
  beforeEach(async () => {
    for (const name of ['demand', 'inventory', 'pricing'] as const) delete script[name];
    page = await browser.open(node.url);
  });
  afterEach(() => {
    expect(browser.faults).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await node?.close();
    await database?.drop();
    data?.remove();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const status = (is: string) => page.locator(`[data-status=${is}]`).waitFor();
  const lane = (agent: string) => page.locator(`[data-agent=${agent}]`);
  const say = async (words = WORDS): Promise<void> => {
    await page.getByLabel('Your strategy').fill(words);
    await page.getByText('Nothing assumed.').waitFor();
  };
  /** The demand agent reports once and then waits to be let go on. */
  const heldDemand = (): (() => void) => {
    const gate = Promise.withResolvers<void>();
    script.demand = async (input, { report }) => {
      report(40, HALF_WAY);
      await gate.promise;
      return planDemand(input as DemandContext, report);
    };
    return gate.resolve;
  };
  /** A run whose demand agent is seen at work. */
  const startedRun = async (): Promise<void> => {
    await say();
    await button('Plan it').click();
    await lane('demand').locator('.doing', { hasText: HALF_WAY }).waitFor();
  };

  it('leads from words to a plan, its reasons and its files', async () => {
    const found = await browser.inspect(page, 'empty');
    await say();
    expect(await page.locator('.marks mark').allTextContents()).toEqual([
      '8-week',
      '2026-05-04',
      'weekly',
      'hold 40%',
      'week 4',
      'below 60%',
    ]);
    found.push(...(await browser.inspect(page, 'read')));

    await button('Plan it').click();
    await status('completed');
    const id = page.url().split('#/runs/')[1];
    const { result: plan } = await node.state(id);
    await page
      .getByRole('heading', {
        name: `Make ${plan?.inventory.manufacturing_units.toLocaleString('en-US')} units`,
      })
      .waitFor();
    await page.evaluate('for (const part of document.querySelectorAll(".part")) part.open = true');
    found.push(...(await browser.inspect(page, 'done')));

    // A number of the reasons leads to its place.
    await page
      .locator('.reasons button.fact')
      .filter({ hasText: String(plan?.demand.peak_week) })
      .first()
      .click();
    const buy = plan?.inventory.manufacturing_units.toLocaleString('en-US') ?? '';
    await page.locator('.reasons button.fact').filter({ hasText: buy }).first().click();
    expect(await page.evaluate('document.activeElement.dataset.fact')).toBe('/inventory/manufacturing_units');

    // The chart is read with the arrow keys.
    const chart = page.getByRole('slider');
    await chart.focus();
    await chart.press('Home');
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^week 1, from 4 May: [\d,]+ units/);

    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'forecast', exact: true }).click(),
    ]);
    expect(readFileSync(await csv.path(), 'utf8').split('\r\n')[0]).toBe(
      'week,start_date,units,lo80,hi80,lo95,hi95',
    );
    const [json] = await Promise.all([page.waitForEvent('download'), button('JSON').click()]);
    expect(JSON.parse(readFileSync(await json.path(), 'utf8'))).toEqual(plan);

    await page.reload();
    await page.getByRole('heading', { name: `Make ${buy} units` }).waitFor();
    expect(await page.getByLabel('Your strategy').inputValue()).toBe(WORDS);
    await page.locator('.marks mark').nth(5).waitFor();
    expect(await page.title()).toBe('Jackets – season-orchestrator');
    expect(found).toEqual([]);
  });

  it('asks for what is missing, and mends what cannot hold, with a click', async () => {
    const words = page.getByLabel('Your strategy');
    const answer = Promise.withResolvers<void>();
    await page.route('**/extract-parameters', async (route) => {
      await answer.promise;
      await route.continue();
    });
    await words.fill('12-week season, weekly replenishment');
    await page.getByText('Reading …').waitFor();
    const found = await browser.inspect(page, 'extracting');
    answer.resolve();
    await page.getByText('The text does not say').waitFor();
    expect(await page.locator('.marks mark').allTextContents()).toEqual(['12-week', 'weekly']);
    found.push(...(await browser.inspect(page, 'missing')));
    await button('15% holdback').click();
    await button('starting March 1st').click();
    await page.getByText('Nothing assumed.').waitFor();
    expect(await words.inputValue()).toBe(
      '12-week season, weekly replenishment, 15% holdback, starting March 1st',
    );

    await words.fill('60-week season from 2026-05-04, weekly replenishment, 40% holdback');
    await page.getByText('cannot hold').waitFor();
    found.push(...(await browser.inspect(page, 'invalid')));
    await button('52-week').click();
    await page.getByText('Nothing assumed.').waitFor();
    expect(await page.locator('.chips').innerText()).toContain('52 weeks');
    expect(found).toEqual([]);
  });

  it('loses nothing when it is loaded again in the middle of a run', async () => {
    const goOn = heldDemand();
    await startedRun();
    const found = await browser.inspect(page, 'running');
    await page.reload();
    await lane('demand').locator('.doing', { hasText: HALF_WAY }).waitFor();
    expect(await lane('demand').getByRole('progressbar').getAttribute('value')).toBe('40');
    goOn();
    await status('completed');
    await lane('demand').locator('summary').click();
    await lane('demand').locator('.log').getByText(HALF_WAY).waitFor();
    expect(found).toEqual([]);
  });

  it('loses nothing when the server starts again in the middle of a run', async () => {
    heldDemand(); // and never lets it go on
    await startedRun();
    const port = Number(new URL(node.url).port);
    await node.close();
    await page.getByText('The connection is gone').waitFor();
    const found = await browser.inspect(page, 'reconnecting');
    script = {};
    node = await SeasonNode.start(database.url, { dataDir: data.path, script, port });
    await status('completed');
    await lane('demand').getByText('attempt 2').waitFor();
    expect(found).toEqual([]);
  });

  it('says why a run failed, and tries again', async () => {
    script.demand = () => {
      throw new Error('no');
    };
    await say();
    await button('Plan it').click();
    await status('failed');
    const found = await browser.inspect(page, 'failed');
    const failed = page.url();
    delete script.demand;
    await button('Try again').click();
    await status('completed');
    expect(page.url()).not.toBe(failed);
    await page.goBack();
    await status('failed');
    expect(found).toEqual([]);
  });

  it('cancels a run', async () => {
    const goOn = heldDemand();
    await startedRun();
    await button('cancel this run').click();
    await status('cancelled');
    goOn();
    expect(await browser.inspect(page, 'cancelled')).toEqual([]);
  });

  it('waits for a decision on the buy, and takes another safety stock', async () => {
    await say();
    await page.getByLabel('ask me before pricing').check();
    await button('Plan it').click();
    await status('awaiting_approval');
    const found = await browser.inspect(page, 'approval');
    await page.getByLabel('Safety stock in percent').fill('33');
    await button('Buy with this safety stock').click();
    await status('completed');
    expect(await page.locator('.figures').innerText()).toMatch(/\+33\s%/);
    expect(found).toEqual([]);
  });

  it('shows two runs side by side', async () => {
    await say();
    await button('Plan it').click();
    await status('completed');
    const before = page.url().split('#/runs/')[1];
    await button('change something and compare').click();
    await button(/^Held back at the DC/).click();
    await page.keyboard.type('20');
    await page.keyboard.press('Enter');
    await button('Plan it and compare').click();
    await page.getByRole('heading', { name: 'What changed' }).waitFor();
    await page.locator('.comparison table').waitFor();
    expect(page.url()).toMatch(new RegExp(`/compared-with/${before}$`));
    expect(await page.locator('.comparison tbody tr').first().innerText()).toMatch(
      /40\s% held back\s+20\s% held back/,
    );
    const found = await browser.inspect(page, 'compared');

    await button('runs').click();
    await page.locator('#run-menu a.item').nth(1).click();
    await status('completed');
    expect(page.url().split('#/runs/')[1]).toBe(before);
    expect(found).toEqual([]);
  });
});
