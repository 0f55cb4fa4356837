import chromium from '@sparticuz/chromium';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SCREENSHOTS = path.join(ROOT, 'reports', 'console');
const NARROW = { width: 360, height: 780 };
const WIDE = { width: 1100, height: 900 };
/** Containers have no sandbox for root and no graphics; otherwise the browser is as planners have it. */
const ARGS = ['--no-sandbox', '--no-zygote', '--disable-gpu'];
/** A page that shows nothing new for this long will not. */
const PATIENCE_MS = 15_000;

/** The Chromium that CHROMIUM_PATH names, or the one that npm installed (Linux on x64); null where there is none. */
export async function findChromium(): Promise<string | null> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return named;
  return process.platform === 'linux' && process.arch === 'x64' ? chromium.executablePath() : null;
}

/** A page of a browser of its own, and what must not happen on it. */
export class TestBrowser {
  private readonly browser: Browser;
  private readonly axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  private context: BrowserContext | undefined;
  /** Errors that no one caught, and what the content security policy had to stop. */
  readonly faults: string[] = [];

  private constructor(browser: Browser) {
    this.browser = browser;
  }

  static async launch(): Promise<TestBrowser> {
    const executablePath = await findChromium();
    if (executablePath === null) throw new Error('there is no Chromium; see findChromium');
    mkdirSync(SCREENSHOTS, { recursive: true });
    return new TestBrowser(
      await playwright.launch({
        executablePath,
        args: ARGS,
        headless: true,
      }),
    );
  }

  /** A new page with a storage of its own; the one before is closed. */
  async open(url: string): Promise<Page> {
    await this.context?.close();
    this.faults.length = 0;
    this.context = await this.browser.newContext({
      viewport: WIDE,
      colorScheme: 'light',
      acceptDownloads: true,
    });
    const page = await this.context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', ({ message }) => this.faults.push(message));
    page.on('console', (message) => {
      // Chromium's own note on each answer that is no success.
      const isNote = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isNote && !message.text().includes('WebSocket connection to'))
        this.faults.push(message.text());
    });
    await page.goto(url);
    return page;
  }

  /**
   * Looks at a state of the page in light, in dark and narrow: screenshots in reports/console, what axe finds, and
   * whether the page is wider than a narrow screen.
   */
  async inspect(page: Page, state: string): Promise<string[]> {
    const found: string[] = [];
    const shot = (name: string): Promise<unknown> =>
      page.screenshot({
        path: path.join(SCREENSHOTS, `${state}-${name}.png`),
        fullPage: true,
        animations: 'disabled',
      });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await shot(colorScheme);
      for (const fault of await this.axeFaults(page, colorScheme))
        found.push(`${state}, ${colorScheme}: ${fault}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(NARROW);
    await shot('narrow');
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (width > NARROW.width) found.push(`${state}: ${width} px wide on a screen of ${NARROW.width} px`);
    await page.setViewportSize(WIDE);
    return found;
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** Of every impact: the aim is none. What is dark differs from what is light in its colours alone. */
  private async axeFaults(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
    interface Violation {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
    }
    const rules = colorScheme === 'light' ? {} : { runOnly: ['color-contrast'] };
    if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(this.axe);
    const violations = await page.evaluate<Violation[]>(
      `axe.run(${JSON.stringify(rules)}).then(({ violations }) => violations)`,
    );
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${impact} ${id} ${html} ${failureSummary}`),
    );
  }
}
