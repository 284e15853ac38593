import { AisleError } from '../models/contract/errors.ts';
import type { Site } from '../models/contract/site.ts';
import type { SiteCheck } from '../models/contract/site-parse.ts';
import { DETECTORS, manifestOf } from '../models/detector/registry.ts';
import { createTracker, type TrackerOptions } from './track/registry.ts';

/** What only the edge knows of a site file: whether its detector and its tracker exist and take these settings. */
export const edgeChecks: SiteCheck = (site: Site) => {
  const { model } = site.detector;
  const findings: ReturnType<SiteCheck> = [];
  if (model !== 'auto' && !manifestOf(model)) {
    const names = ['auto', ...DETECTORS.map(({ name }) => name)].join(', ');
    findings.push({
      path: ['detector', 'model'],
      message: `there is no detector ${model}`,
      fix: `Use one of: ${names}.`,
    });
  }
  try {
    createTracker(site.tracker as TrackerOptions, 10);
  } catch (error) {
    if (!(error instanceof AisleError)) throw error;
    findings.push({ path: ['tracker'], message: error.message, fix: error.fix });
  }
  return findings;
};
