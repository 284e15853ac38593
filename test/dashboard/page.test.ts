import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Heat } from '../../models/contract/api/heat.ts';
import { live, NOW_MS, type PageStateName, problem, today, zones } from '../support/page-answers.ts';
import { openBrowser } from '../support/page-browser.ts';
import { buildPage } from '../support/page-build.ts';
import { PageServer } from '../support/page-server.ts';

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };
type Size = keyof typeof SIZES;

let built: Awaited<ReturnType<typeof buildPage>>;
let server: PageServer;
let browser: Browser;
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  built = await buildPage();
  server = new PageServer(built.folder);
  await server.start();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  built?.remove();
});
afterEach(() => page.close());

/** Opens the page at the canned gateway's time. The clock ticks on, and `page.clock` can make it jump. */
async function open(state: PageStateName, size: Size, path = '/'): Promise<void> {
  server.state = state;
  server.asked.length = 0;
  complaints = [];
  page = await browser.newPage({ viewport: SIZES[size] });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (it) => it.type() === 'error' && complaints.push(it.text()));
  await page.clock.install({ time: NOW_MS });
  await page.goto(server.url + path);
}
const at = (id: string) => page.getByTestId(id);
/** As it is read: with what the style hides left out and lines apart. */
// biome-ignore lint/performance/useDomNodeTextContent: what is seen is what is tested
const shown = (locator: Locator): Promise<string> => locator.evaluate((it: HTMLElement) => it.innerText);
const text = (id: string): Promise<string> => shown(at(id));

describe.each(['phone', 'desktop'] as const)('the page, %s', (size) => {
  it('shows the same figures as the API', async () => {
    await open('normal', size);
    await at('heat-canvas').waitFor();
    expect(await page.title()).toBe('Demo store · Aisle');
    expect(await text('entries')).toBe('1,318');
    expect(await at('entries').getAttribute('data-value')).toBe(String(today('normal').entries.value));
    expect(await text('entries-interval')).toContain('1,279–1,357');
    expect(await text('people-now')).toBe(String(live('normal').people));
    const source = await page.locator('[data-testid=card-plan] a.source').getAttribute('href');
    const heat = (await (await fetch(server.url + source)).json()) as Heat;
    expect(Number(await at('heat-total').getAttribute('data-value'))).toBe(heat.totalPersonS);
    expect(await at('heat-canvas').getAttribute('aria-label')).toContain(`(${heat.totalPersonS.toFixed(1)} s)`);
    expect(await text('legend')).toContain('person-seconds per m²');
    for (const zone of zones('normal', heat.from, heat.to).zones) {
      expect(await at(`zone-${zone.zone}`).getAttribute('data-visits')).toBe(String(zone.visits));
    }
    expect(complaints).toEqual([]);
  });

  it('paints the heat and fits the screen', async () => {
    await open('normal', size);
    await at('heat-canvas').waitFor();
    const painted = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.heat')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set<number>();
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] > 0) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return colours.size;
    });
    expect(painted).toBeGreaterThan(50);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(sideways).toBeLessThanOrEqual(0);
  });

  it('says that nothing was seen yet, with dashes and not zeros', async () => {
    await open('empty', size);
    await at('empty').waitFor();
    expect(await text('empty')).toContain('Nothing seen yet');
    await at('heat-unknown').waitFor();
    for (const id of ['entries', 'people-now', 'average', 'dwell']) expect(await text(id)).toBe('–');
    expect(await text('card-entries')).toContain('Waiting for the first figures.');
    expect(await at('zone-entrance').getAttribute('data-visits')).toBe('');
    expect(await at('heat-canvas').count()).toBe(0);
  });

  it('shows what the gateway says went wrong, and its fix', async () => {
    await open('error', size);
    await at('fault').first().waitFor();
    const said = await shown(at('fault').first());
    for (const part of [problem.title, problem.detail, problem.fix!]) expect(said).toContain(part);
    server.state = 'normal';
    await at('fault').first().getByRole('button').click();
    await at('heat-canvas').waitFor();
    expect(await at('fault').count()).toBe(0);
  });

  it('hatches and explains withheld cells', async () => {
    await open('suppressed', size);
    await at('suppressed').waitFor();
    expect(await text('suppressed')).toMatch(/\d+ cells withheld: fewer than 5 visits/);
  });
});

describe.each(['phone', 'desktop'] as const)('tills and shelves, %s', (size) => {
  it('say what was sold, of how many who came in, and what is gone from the shelves', async () => {
    await open('normal', size);
    await at('sales-hours').waitFor();
    expect(await text('conversion')).toBe('63 %');
    expect(await text('card-sales')).toContain('95 %: 58 %–68 %');
    expect(await text('conversion-of')).toBe('42 sales ÷ 67 buying units who came in 9 min before');
    expect(await text('sales')).toMatch(/^42\s*2 with something brought back$/);
    expect([await text('sales-net'), await text('basket-items'), await text('basket-net')]).toEqual([
      '€773',
      '7',
      '€18.40',
    ]);
    expect(await at('sales-hours').getAttribute('aria-label')).toBe('Sales by hour: 08:00 10, 09:00 14, 10:00 18.');
    expect(await text('card-shelves')).toMatch(/2\s*of 8 facings in view/);
    expect(await text('shelves-share')).toBe('3 % of the time empty today');
    expect((await text('shelves-gone')).split('\n').map((line) => line.trim())).toEqual([
      '952000000009 since Sat 7 Mar, 21:00',
      'Product 7 since 09:00',
    ]);
    expect(await text('shelf-snacks-2')).toMatch(/snacks-2\s+2 empty, 1 low, 1 full, 1 not seen/);
    expect(await page.getByTestId('shelf-snacks-2').locator('.facing-empty').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  it('say that nothing is known where no till and no camera told of any', async () => {
    await open('empty', size);
    await at('conversion').waitFor();
    expect([await text('conversion'), await text('shelves-empty')]).toEqual(['–', '–']);
    expect(await text('card-sales')).toContain('Not known: no till has told of a sale yet.');
    expect(await text('card-shelves')).toContain('No camera has told of a shelf yet.');
    await page.close();
    await open('older', size);
    await at('conversion').waitFor();
    expect(await at('card-shelves').count()).toBe(0);
  });
});

describe.each(['phone', 'desktop'] as const)('queues, ways and who is inside, %s', (size) => {
  it('stand beside what was there before', async () => {
    await open('normal', size);
    await at('queue-chart').waitFor();
    expect(await text('card-inside')).toMatch(/14\s*± 4/);
    expect(await text('units')).toBe('903 buying units');
    expect(await text('left-out')).toBe('Left out: 3 h 27 min of staff, 1 h of still things');
    expect(await text('queue-now')).toBe('2.6');
    expect(await text('queue-mean')).toBe('1 min 11 s');
    expect(await text('queue-gave-up')).toMatch(/^6\s+3–9, 10 % of those who waited$/);
    expect(await text('reach-corner')).toMatch(/96\s+41 reached, 43 %/);
    expect(await text('door-errs')).toBe('misses about 8 % in');
    expect(server.asked.some((it) => it.includes('/paths'))).toBe(false);
    await page.getByRole('button', { name: 'Ways' }).click();
    await at('ways').waitFor();
    expect(await text('ways-note')).toContain('one for each');
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(sideways).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });

  it('say that an older node does not measure them, with dashes and not zeros', async () => {
    await open('older', size);
    await at('queue-queue').waitFor();
    for (const id of ['inside', 'queue-now']) expect(await text(id)).toBe('–');
    expect(await text('card-inside')).toContain('Not measured');
    expect(await text('queue-queue')).toContain('Not measured');
    expect(await text('reach-corner')).toBe('–');
    for (const id of ['units', 'left-out', 'queue-mean', 'queue-chart']) expect(await at(id).count()).toBe(0);
    await page.getByRole('button', { name: 'Ways' }).click();
    await expect.poll(() => text('ways-note')).toContain('Ways are not known');
    expect(complaints).toEqual([]);
  });

  it('say how many ways are withheld', async () => {
    await open('suppressed', size);
    await page.getByRole('button', { name: 'Ways' }).click();
    await expect.poll(() => text('ways-note')).toMatch(/\d+ cells are withheld: fewer than 5 people/);
    await page.getByRole('button', { name: 'Ways' }).click();
    await expect.poll(() => at('ways').count()).toBe(0);
  });
});

describe('the page and time', () => {
  it('keeps the last figures while the gateway is away and comes back by itself', async () => {
    await open('normal', 'desktop');
    await at('heat-canvas').waitFor();
    await server.stop();
    await at('away').waitFor();
    expect(await text('away')).toContain('fetched at 10:24');
    expect(await text('connection')).toContain('Gateway away since');
    expect(await text('entries')).toBe('1,318');
    await server.start();
    for (let i = 0; i < 20 && (await at('away').count()) > 0; i++) {
      await page.clock.runFor(2000);
      await page.waitForTimeout(100);
    }
    expect(await at('away').count()).toBe(0);
    expect(await text('connection')).toBe('Connected');
  });

  it('asks anew once after a burst of stored events, and not again without one', async () => {
    await open('normal', 'desktop');
    await at('heat-canvas').waitFor();
    await page.waitForTimeout(300);
    server.asked.length = 0;
    for (let i = 0; i < 20; i++) server.send('stored', { store: 'demo', kinds: ['heat'] });
    await page.waitForTimeout(300);
    await page.clock.runFor(6000);
    await page.waitForTimeout(500);
    await page.clock.runFor(6000);
    await page.waitForTimeout(300);
    expect(server.asked.filter((it) => it.includes('/heat'))).toHaveLength(1);
    expect(server.asked.filter((it) => it.endsWith('/today'))).toHaveLength(1);
  });

  it('follows the live counts', async () => {
    await open('normal', 'desktop');
    await at('heat-canvas').waitFor();
    server.send('live', { ...live('normal'), people: 11 });
    await expect.poll(() => text('people-now')).toBe('11');
    await page.clock.runFor(30_000);
    await expect.poll(() => text('card-people')).toContain('Not live');
  });

  it('names a lost camera and its reason', async () => {
    await open('camera-lost', 'desktop');
    await at('heat-canvas').waitFor();
    await expect.poll(() => text('status')).toContain('Camera door lost: no frame for 20 s');
    expect(await text('zone-till')).toContain('–');
  });

  it('opens on the range that its address names, and keeps it there', async () => {
    await open('normal', 'desktop', '/?store=demo&range=15min');
    await at('heat-canvas').waitFor();
    expect(server.asked.find((it) => it.includes('/heat'))).toContain('from=2026-03-08T09%3A10');
    await page.getByRole('button', { name: 'Yesterday' }).click();
    await expect.poll(() => page.url()).toContain('range=yesterday');
    await expect.poll(() => text('range')).toBe('Sat 7 Mar, 00:00–24:00');
  });
});

describe('the page without a mouse', () => {
  it('reads the heat cell by cell and chooses a zone', async () => {
    await open('normal', 'desktop');
    await at('heat-canvas').waitFor();
    await page.locator('svg.plan-drawing').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => text('readout')).toMatch(/x [\d.]+–[\d.]+ m, y .* person-seconds per m².*visits/s);
    await at('plan-zone-promenade').focus();
    await expect.poll(() => text('readout')).toContain('Promenade');
    await page.keyboard.press('Enter');
    await expect.poll(() => text('card-chart')).toContain('People in Promenade');
    expect(server.asked.some((it) => it.includes('/zones/promenade?'))).toBe(true);
  });
});

const redraws = (): Promise<number[]> =>
  page.evaluate(() => performance.getEntriesByName('heat-redraw').map((it) => it.duration));

describe('the page is quick', () => {
  it('redraws the heat in less than 16 ms', async () => {
    // Without the canned clock, which would measure no time at all.
    server.state = 'normal';
    page = await browser.newPage({ viewport: SIZES.desktop });
    await page.goto(server.url);
    await at('heat-canvas').waitFor();
    for (const name of ['15 min', '1 hour', 'Yesterday', 'Today', '15 min', '1 hour']) {
      const drawn = await redraws();
      await page.getByRole('button', { name }).click();
      await expect.poll(async () => (await redraws()).length).toBeGreaterThan(drawn.length);
    }
    const times = (await redraws()).sort((a, b) => a - b);
    console.info(
      `heat redraw: median ${times[times.length >> 1].toFixed(2)} ms, longest ${times.at(-1)!.toFixed(2)} ms`,
    );
    expect(times[times.length >> 1]).toBeLessThan(16);
  });

  it('shows its figures within a second', async () => {
    server.state = 'normal';
    page = await browser.newPage({ viewport: SIZES.desktop });
    // By the page's own clock from the navigation on, so that the test's own pace is not in it.
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('canvas.heat')) return;
        observer.disconnect();
        performance.mark('heat-shown');
      }).observe(document, { childList: true, subtree: true });
    });
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      await page.goto(server.url);
      await at('heat-canvas').waitFor();
      times.push(await page.evaluate(() => performance.getEntriesByName('heat-shown')[0].startTime));
    }
    console.info(`heat shown after ${times.map((it) => it.toFixed(0)).join(', ')} ms`);
    expect(Math.min(...times)).toBeLessThan(1000);
  });
});
