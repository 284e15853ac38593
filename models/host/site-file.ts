import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AisleError } from '../contract/errors.ts';
import type { Site } from '../contract/site.ts';
import { parseSite, type SiteCheck, type SiteFault } from '../contract/site-parse.ts';

export interface LoadedSite {
  path: string;
  site: Site;
  /** Content hash of what the file says, comments and layout left out. */
  revision: string;
}

/** Content hash of a site: 16 hexadecimal digits of SHA-256 over its canonical JSON. */
export function siteRevision(site: Site): string {
  return createHash('sha256').update(canonical(site)).digest('hex').slice(0, 16);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** One line a fault: `file:line: field: what is wrong. What to do.` */
export const faultText = (path: string, fault: SiteFault): string =>
  `${path}:${fault.line}: ${fault.field ? `${fault.field}: ` : ''}${fault.message}. ${fault.fix}`;

/** Reads and checks a site file. Throws BAD_SITE or NOT_FOUND whose message lists every fault with its line. */
export function loadSite(path: string, ...checks: SiteCheck[]): LoadedSite {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new AisleError(
      'NOT_FOUND',
      `cannot read the site file ${path}: ${(error as NodeJS.ErrnoException).code}`,
      'Give the path of a site file with --site; site/demo.yaml is an example.',
      { cause: error },
    );
  }
  const parsed = parseSite(text, ...checks);
  if (!parsed.ok) {
    throw new AisleError(
      'BAD_SITE',
      parsed.faults.map((fault) => faultText(path, fault)).join('\n'),
      `Correct ${path}; "aisle config check ${path}" checks it without starting anything.`,
    );
  }
  return { path: resolve(path), site: parsed.site, revision: siteRevision(parsed.site) };
}

/** The site of one store. Throws BAD_CALL where the file is another store's. */
export function loadSiteOf(store: string, path: string): Site {
  const { site } = loadSite(path);
  if (site.store === store) return site;
  throw new AisleError(
    'BAD_CALL',
    `${path} is the site of ${site.store}, not of ${store}`,
    'Name the store of the site.',
  );
}
