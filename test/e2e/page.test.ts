import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Heat } from '../../models/contract/api/heat.ts';
import type { Today } from '../../models/contract/api/today.ts';
import { loadSite } from '../../models/host/site-file.ts';
import { FOOTAGE, missing } from '../support/data.ts';
import { eventually, freePort, type RunningAisle, startAisle } from '../support/line.ts';
import { openBrowser } from '../support/page-browser.ts';

const absent = missing(FOOTAGE, 'dashboard/dist/index.html', '/usr/bin/chromium');
if (absent) console.warn(`skipped, the page on the running line: ${absent}`);

describe.skipIf(absent)('the page on real footage, broker, data base and browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-page-'));
  let aisle: RunningAisle;
  let browser: Browser;
  let page: Page;
  let heat: Heat;

  const api = async <T>(path: string): Promise<T> =>
    (await fetch(`${aisle.address}/api/v1/stores/demo/${path}`)).json() as T;

  beforeAll(async () => {
    const { site } = loadSite('site/demo.yaml');
    site.mqtt.url = `mqtt://127.0.0.1:${await freePort()}`;
    site.cameras[0].source = { kind: 'file', path: FOOTAGE, fps: 7, loop: true };
    const path = join(folder, 'site.yaml');
    writeFileSync(path, stringify(site));
    aisle = await startAisle(['run', '--site', path, '--port', '0'], { AISLE_STATE: join(folder, 'state') });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    await page.goto(aisle.address);
    heat = await eventually(async () => {
      const answer = await api<Heat>('heat');
      return answer.totalPersonS > 60 ? answer : undefined;
    }, 150_000);
  }, 200_000);

  afterAll(async () => {
    await browser?.close();
    await aisle?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives person-seconds and counts within two minutes', async () => {
    expect(heat.personS.reduce<number>((sum, v) => sum + (v ?? 0), 0)).toBeCloseTo(heat.totalPersonS, 0);
    const { points } = await api<{ points: { in: number; out: number }[] }>('traffic?bucket=total');
    expect(points).toHaveLength(3);
    expect(points.every((point) => Number.isInteger(point.in) && Number.isInteger(point.out))).toBe(true);
  });

  it('says that the footage repeats', async () => {
    await expect.poll(() => page.getByTestId('notices').textContent(), { timeout: 10_000 }).toContain('repeats');
  });

  it("shows the API's numbers", async () => {
    // Buckets go on arriving, so the page is compared with an answer that was the same before and after the look.
    const same = await eventually(async () => {
      const before = await api<Today>('today');
      const shown = {
        entries: await page.getByTestId('entries').getAttribute('data-value'),
        heat: await page.getByTestId('heat-total').getAttribute('data-value'),
      };
      const after = await api<Today>('today');
      const total = (await api<Heat>('heat')).totalPersonS;
      if (before.entries.value !== after.entries.value || Number(shown.heat) !== total) return undefined;
      return { shown, entries: after.entries.value };
    }, 60_000);
    expect(Number(same.shown.entries)).toBe(same.entries);
  });

  it('paints the heat: hot cells differ from empty ones', async () => {
    const painted = await page.getByTestId('heat-canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
        0,
        0,
        canvas.width,
        canvas.height,
      );
      const colours = new Set<number>();
      for (let i = 0; i < data.length; i += 4)
        colours.add((data[i] << 24) | (data[i + 1] << 16) | (data[i + 2] << 8) | data[i + 3]);
      return colours.size;
    });
    expect(painted).toBeGreaterThan(5);
  });

  it('stops within ten seconds and without an error', async () => {
    const start = Date.now();
    expect(await aisle.stop()).toBe(0);
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(aisle.stderr()).not.toMatch(/this is a bug|"level":(50|60)/);
  });
});
