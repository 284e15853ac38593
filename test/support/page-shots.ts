import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { NOW_MS, PAGE_STATES, type PageStateName } from './page-answers.ts';
import { openBrowser } from './page-browser.ts';
import { buildPage } from './page-build.ts';
import { PageServer } from './page-server.ts';

// node --import tsx test/support/page-shots.ts FOLDER [state…] – pictures of the page in every state, for looking at.
/** What only shows when somebody acts, or when the gateway goes. */
async function scenes(page: Page, name: string): Promise<void> {
  const shot = (scene: string) => page.screenshot({ path: join(folder, `${scene}-${name}.png`), fullPage: true });
  await page.getByRole('button', { name: 'Ways' }).click();
  await page.waitForTimeout(300);
  await shot('ways');
  await page.getByTestId('compute').locator('summary').click();
  await page.getByRole('button', { name: 'From–to' }).click();
  await page.getByTestId('plan-zone-corner').focus();
  await page.keyboard.press('Enter');
  await page.locator('svg.plan-drawing').hover({ position: { x: 150, y: 90 } });
  await page.waitForTimeout(500);
  await shot('chosen');
  await server.stop();
  await page.getByTestId('away').waitFor();
  await page.waitForTimeout(300);
  await shot('away');
  await server.start();
}

const [folder = '.cache/shots', ...wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const server = new PageServer(await buildPage());
await server.start();
const browser = await openBrowser();
try {
  for (const state of wanted.length > 0 ? (wanted as PageStateName[]) : PAGE_STATES) {
    for (const [size, width] of [
      ['phone', 390],
      ['desktop', 1440],
    ] as const) {
      for (const scheme of state === 'normal' ? (['light', 'dark'] as const) : (['light'] as const)) {
        server.state = state;
        const page = await browser.newPage({
          viewport: { width, height: 900 },
          colorScheme: scheme,
          deviceScaleFactor: 1,
        });
        await page.clock.install({ time: NOW_MS });
        await page.goto(server.url);
        await page.waitForTimeout(700);
        await page.screenshot({ path: join(folder, `${state}-${size}-${scheme}.png`), fullPage: true });
        if (state === 'normal') await scenes(page, `${size}-${scheme}`);
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
