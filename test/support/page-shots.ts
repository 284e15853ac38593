import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NOW_MS, PAGE_STATES, type PageStateName } from './page-answers.ts';
import { openBrowser } from './page-browser.ts';
import { PageServer } from './page-server.ts';

// node --import tsx test/support/page-shots.ts FOLDER [state…] – pictures of the page in every state, for looking at.
const [folder = '.cache/shots', ...wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const server = new PageServer();
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
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
