import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { NOW_MS, type PageStateName } from './page-answers.ts';
import { openBrowser, shown } from './page-browser.ts';
import { buildPage } from './page-build.ts';
import type { Looker } from './page-people.ts';

import { PageServer } from './page-server.ts';

export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };
export type Size = keyof typeof SIZES;

export interface Opened {
  state?: PageStateName;
  as?: Looker;
  /** What comes behind the address of the page's server. */
  path?: string;
}

/** The built page, a gateway of canned answers, and a browser's window on them. */
export class PageWindow {
  server!: PageServer;
  browser!: Browser;
  page!: Page;
  /** What the page has complained of to its console. */
  complaints: string[] = [];

  /** Opens the page at the canned gateway's time. The clock ticks on, and `page.clock` can make it jump. */
  async open(size: Size, { state = 'normal', as = 'open', path = '/' }: Opened = {}): Promise<void> {
    this.server.state = state;
    this.server.as = as;
    this.server.asked.length = 0;
    this.complaints = [];
    await this.openBlank(size);
    const { page } = this;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (it) => it.type() === 'error' && this.complaints.push(it.text()));
    await page.addInitScript(() => localStorage.setItem('aisle-csrf', 'the-secret-of-this-page'));
    await page.clock.install({ time: NOW_MS });
    await page.goto(this.server.url + path);
  }

  /** An empty window with a clock that goes as any other. */
  async openBlank(size: Size): Promise<void> {
    await this.page?.close();
    this.page = await this.browser.newPage({ viewport: SIZES[size] });
  }

  readonly at = (id: string): Locator => this.page.getByTestId(id);

  /** As it is read. */
  readonly text = (id: string): Promise<string> => shown(this.at(id));

  /** So far one can scroll sideways: 0 where the page fits. */
  sideways(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }
}

/** One window for a file of tests. A test that finds it open may go on in it. */
export function pageWindow(): PageWindow {
  const view = new PageWindow();
  beforeAll(async () => {
    view.server = new PageServer(await buildPage());
    await view.server.start();
    view.browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await view.browser?.close();
    await view.server?.stop();
  });
  return view;
}
