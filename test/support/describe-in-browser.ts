import { describe } from '@jest/globals';
import { findChromium } from './browser.ts';

/** A suite that needs a browser: skipped, and said to be so in its name, where there is none. */
export async function describeInBrowser(name: string, suite: () => void): Promise<void> {
  if ((await findChromium()) !== null) describe(name, suite);
  else describe.skip(`${name} (SKIPPED: no Chromium here, CHROMIUM_PATH names one)`, suite);
}
