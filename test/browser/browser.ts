import type { AxeResults } from 'axe-core';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../workbench/chromium';

const found = findChromium();

if (found === undefined) {
  const advice = 'Chromium not found: sudo apt-get install chromium, or set CHROMIUM_PATH.';
  if (process.env['CI'] === 'true') throw new Error(advice);
  process.stderr.write(`${advice} The browser tests of this file are skipped.\n`);
}

/** `describe` where there is a browser; under CI=true a missing one has failed the file already. */
export const describeInBrowser = found === undefined ? describe.skip : describe;

let browser: Browser | undefined;

/** A new page in a context of its own; one browser for each test file. */
export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<Page> {
  if (found === undefined) throw new Error('There is no browser.');
  browser ??= await chromium.launch({ executablePath: found.path, args: [...chromiumFlags] });
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Ends the file's browser. */
export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = undefined;
}

/** What axe finds wrong, by WCAG 2.2 AA and its best practices, no rule left out. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const results: AxeResults = await new AxeBuilder({ page }).withTags(tags).analyze();
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
  );
}
