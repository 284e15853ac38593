import { beforeAll, describe, expect, it } from 'vitest';
import type { Heat } from '../../models/contract/api/heat.ts';
import { problem, today, zones } from '../support/page-answers.ts';
import { shown } from '../support/page-browser.ts';
import { live } from '../support/page-nodes.ts';
import { pageWindow } from '../support/page-window.ts';

const view = pageWindow();
const { at, text } = view;

describe.each(['phone', 'desktop'] as const)('a usual day, %s', (size) => {
  beforeAll(() => view.open(size));

  it('shows the same figures as the API', async () => {
    await at('heat-canvas').waitFor();
    expect(await view.page.title()).toBe('Demo store · Aisle');
    expect(await text('entries')).toBe('1,318');
    expect(await at('entries').getAttribute('data-value')).toBe(String(today('normal').entries.value));
    expect(await text('entries-interval')).toContain('1,279–1,357');
    expect(await text('people-now')).toBe(String(live('normal').people));
    const source = await view.page.locator('[data-testid=card-plan] a.source').getAttribute('href');
    const heat = (await (await fetch(view.server.url + source)).json()) as Heat;
    expect(Number(await at('heat-total').getAttribute('data-value'))).toBe(heat.totalPersonS);
    expect(await at('heat-canvas').getAttribute('aria-label')).toContain(`(${heat.totalPersonS.toFixed(1)} s)`);
    expect(await text('legend')).toContain('person-seconds per m²');
    for (const zone of zones('normal', heat.from, heat.to).zones) {
      expect(await at(`zone-${zone.zone}`).getAttribute('data-visits')).toBe(String(zone.visits));
    }
    expect(view.complaints).toEqual([]);
  });

  it('paints the heat and fits the screen', async () => {
    await at('heat-canvas').waitFor();
    const painted = await view.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.heat')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set<number>();
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] > 0) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return colours.size;
    });
    expect(painted).toBeGreaterThan(50);
    expect(await view.sideways()).toBeLessThanOrEqual(0);
  });

  it('says what was sold, of how many who came in, and what is gone from the shelves', async () => {
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
    expect(await view.page.getByTestId('shelf-snacks-2').locator('.facing-empty').count()).toBe(2);
    expect(view.complaints).toEqual([]);
  });

  it('shows queues, ways and who is inside', async () => {
    await at('queue-chart').waitFor();
    expect(await text('card-inside')).toMatch(/14\s*± 4/);
    expect(await text('units')).toBe('903 buying units');
    expect(await text('left-out')).toBe('Left out: 3 h 27 min of staff, 1 h of still things');
    expect(await text('queue-now')).toBe('2.6');
    expect(await text('queue-mean')).toBe('1 min 11 s');
    expect(await text('queue-gave-up')).toMatch(/^6\s+3–9, 10 % of those who waited$/);
    expect(await text('reach-corner')).toMatch(/96\s+41 reached, 43 %/);
    expect(await text('door-errs')).toBe('misses about 8 % in');
    expect(view.server.asked.some((it) => it.includes('/paths'))).toBe(false);
    await view.page.getByRole('button', { name: 'Ways' }).click();
    await at('ways').waitFor();
    expect(await text('ways-note')).toContain('one for each');
    expect(await view.sideways()).toBeLessThanOrEqual(0);
    expect(view.complaints).toEqual([]);
  });
});

describe.each(['phone', 'desktop'] as const)('a store of which nothing was seen yet, %s', (size) => {
  beforeAll(() => view.open(size, { state: 'empty' }));

  it('says that nothing was seen yet, with dashes and not zeros', async () => {
    await at('empty').waitFor();
    expect(await text('empty')).toContain('Nothing seen yet');
    await at('heat-unknown').waitFor();
    for (const id of ['entries', 'people-now', 'average', 'dwell']) expect(await text(id)).toBe('–');
    expect(await text('card-entries')).toContain('Waiting for the first figures.');
    expect(await at('zone-entrance').getAttribute('data-visits')).toBe('');
    expect(await at('heat-canvas').count()).toBe(0);
  });

  it('says that nothing is known where no till and no camera told of any', async () => {
    await at('conversion').waitFor();
    expect([await text('conversion'), await text('shelves-empty')]).toEqual(['–', '–']);
    expect(await text('card-sales')).toContain('Not known: no till has told of a sale yet.');
    expect(await text('card-shelves')).toContain('No camera has told of a shelf yet.');
  });
});

describe.each(['phone', 'desktop'] as const)('an older node, %s', (size) => {
  beforeAll(() => view.open(size, { state: 'older' }));

  it('does not measure queues, ways and who is inside: dashes, and no zeros', async () => {
    await at('queue-queue').waitFor();
    for (const id of ['inside', 'queue-now']) expect(await text(id)).toBe('–');
    expect(await text('card-inside')).toContain('Not measured');
    expect(await text('queue-queue')).toContain('Not measured');
    expect(await text('reach-corner')).toBe('–');
    for (const id of ['units', 'left-out', 'queue-mean', 'queue-chart']) expect(await at(id).count()).toBe(0);
    await view.page.getByRole('button', { name: 'Ways' }).click();
    await expect.poll(() => text('ways-note')).toContain('Ways are not known');
    expect(view.complaints).toEqual([]);
  });

  it('has no card of shelves', async () => {
    await at('conversion').waitFor();
    expect(await at('card-shelves').count()).toBe(0);
  });
});

describe.each(['phone', 'desktop'] as const)('small counts, %s', (size) => {
  beforeAll(() => view.open(size, { state: 'suppressed' }));

  it('hatches and explains withheld cells', async () => {
    await at('suppressed').waitFor();
    expect(await text('suppressed')).toMatch(/\d+ cells withheld: fewer than 5 visits/);
    expect(await text('reach-corner')).toBe('too few to show');
  });

  it('says how many ways are withheld', async () => {
    await view.page.getByRole('button', { name: 'Ways' }).click();
    await expect.poll(() => text('ways-note')).toMatch(/\d+ cells are withheld: fewer than 5 people/);
    await view.page.getByRole('button', { name: 'Ways' }).click();
    await expect.poll(() => at('ways').count()).toBe(0);
  });
});

describe.each(['phone', 'desktop'] as const)('a gateway that cannot answer, %s', (size) => {
  it('shows what the gateway says went wrong, and its fix', async () => {
    await view.open(size, { state: 'error' });
    await at('fault').first().waitFor();
    const said = await shown(at('fault').first());
    for (const part of [problem.title, problem.detail, problem.fix!]) expect(said).toContain(part);
    view.server.state = 'normal';
    await at('fault').first().getByRole('button').click();
    await at('heat-canvas').waitFor();
    expect(await at('fault').count()).toBe(0);
  });
});
