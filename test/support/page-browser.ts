import { type Browser, chromium, type Locator } from 'playwright-core';

/** Debian's Chromium, with everything off that would talk to anyone but the page's own server. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  });

/** As it is read, with what the style hides left out. */
// biome-ignore lint/performance/useDomNodeTextContent: what is seen is what is tested
export const shown = (it: Locator): Promise<string> => it.innerText();
