import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { ApiKeyStore } from '../../libs/access/src/api-key.store.ts';
import { Database } from '#database';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { TestBrowser } from '../support/browser.ts';
import { describeInBrowser } from '../support/describe-in-browser.ts';
import { smallRetailer, type DataFolder } from '../support/small-retailer.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

jest.setTimeout(60_000);

await describeInBrowser('the console with data and keys of one’s own', () => {
  let browser: TestBrowser;
  let data: DataFolder;
  let server: TestServer;
  let page: Page;
  let key: string;

  beforeAll(async () => {
    data = smallRetailer();
    [browser, server] = await Promise.all([
      TestBrowser.launch(),
      startTestServer({ DATA_DIR: data.path, AUTH: 'api-key' }),
    ]);
    const database = new Database(server.databaseUrl);
    key = (await new ApiKeyStore(database).create('anna')).token;
    await database.close();
  });
  beforeEach(async () => {
    page = await browser.open(server.url);
  });
  afterEach(() => {
    expect(browser.faults).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    data?.remove();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const giveKey = async (): Promise<void> => {
    await page.getByPlaceholder('API key').fill(key);
    await page.keyboard.press('Enter');
    await button('data: sample').waitFor();
  };
  const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const of = (name: string): string => readFileSync(path.join(data.path, name), 'utf8');

  it('asks for a key where the server wants one, refuses a wrong one, and keeps the right one in the tab', async () => {
    await page.getByText('This server answers to a key.').waitFor();
    const found = await browser.inspect(page, 'key');
    await page.getByPlaceholder('API key').fill('sk_wrong');
    await button('Use it').click();
    await page.getByText('The server does not know this key.').waitFor();
    await giveKey();
    await page.reload();
    await button('data: sample').waitFor();
    expect(await page.getByPlaceholder('API key').count()).toBe(0);
    expect(found).toEqual([]);
  });

  it('plans without a mouse, with a key on every call and on the stream', async () => {
    await page.getByPlaceholder('API key').waitFor();
    await page.keyboard.insertText(key); // the field has the focus
    await page.keyboard.press('Enter');
    await button('data: sample').waitFor();

    const tabTo = async (name: string): Promise<void> => {
      for (let stops = 0; stops < 40; stops++) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate<string>(
          '(document.activeElement.labels?.[0]?.textContent ?? "") + (document.activeElement.ariaLabel ?? "") + document.activeElement.textContent',
        );
        if (at.trim().startsWith(name)) return;
      }
      throw new Error(`no Tab leads to ${name}`);
    };
    await tabTo('Your strategy');
    await page.keyboard.insertText(
      '8-week season from 2026-05-04, weekly replenishment, 10% holdback, no markdown',
    );
    await page.getByText('Nothing assumed.').waitFor();
    await tabTo('Held back at the DC');
    await page.keyboard.press('Enter');
    await page.keyboard.type('0');
    await page.keyboard.press('Enter');
    await page.getByText('set by hand').or(page.locator('.take-back')).first().waitFor();
    await tabTo('Plan it');
    await page.keyboard.press('Enter');
    await page.locator('[data-status=completed]').waitFor();
    expect(await page.locator('[data-agent=pricing]').innerText()).toContain('skipped');
    await tabTo('Stores');
    await page.keyboard.press('Enter');
    await tabTo('Store');
    await page.keyboard.press('Enter');
    await page.locator('th[aria-sort=ascending]', { hasText: 'Store' }).waitFor();
    expect(await page.locator('tbody th[scope=row]', { hasText: /^S\d$/ }).first().innerText()).toBe('S1');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      tabTo('allocations').then(() => page.keyboard.press('Enter')),
    ]);
    expect(file.suggestedFilename()).toMatch(/^allocations-.*\.csv$/);
  });

  it('shows what is wrong with a file, line by line, and takes the mended one', async () => {
    await giveKey();
    const sales = of('historical_sales.csv').split('\n');
    const faulty = sales
      .with(3, sales[3].replace(/^\d{4}-\d\d-\d\d/, '2024-02-30'))
      .with(5, '2024-01-08,S9,Jackets,4,200');
    await button('data: sample').click();
    await page.getByLabel('Sales', { exact: true }).setInputFiles(csv('autumn.csv', faulty.join('\n')));
    await page.getByText('The stores are still to come.').waitFor();
    await page.getByLabel('Stores', { exact: true }).setInputFiles(csv('stores.csv', of('stores.csv')));

    const faults = page.getByRole('region', { name: 'Faults' });
    await faults.waitFor();
    expect(await faults.locator('tbody tr').first().innerText()).toMatch(/^sales\s+4\s+date\s+2024-02-30/);
    expect(await faults.innerText()).toContain('2024-01-08,S9,Jackets,4,200'); // the file's own line
    const found = await browser.inspect(page, 'bad-upload');
    const [download] = await Promise.all([page.waitForEvent('download'), button('download as CSV').click()]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('historical_sales,4,date,2024-02-30,');

    // The mended files are dropped on the page.
    const [stores, mended] = [of('stores.csv'), sales.join('\n')].map((text) => JSON.stringify(text));
    const dropped = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([${stores}], 'b.csv'));
      data.items.add(new File([${mended}], 'autumn.csv'));
      return data;
    })()`);
    await page.dispatchEvent('main', 'drop', { dataTransfer: dropped });
    await button(/^data: (autumn|sample)/).waitFor();
    await faults.waitFor({ state: 'detached' });
    expect(found).toEqual([]);
  });
});
