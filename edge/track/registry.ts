import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { AisleError } from '../../models/contract/errors.ts';
import * as byteTrack from './byte-track.ts';
import type { Tracker } from './tracker.ts';

/** Every tracker: one file each, listed here. */
const TRACKERS = { [byteTrack.kind]: byteTrack } as const;

export const TRACKER_KINDS = Object.keys(TRACKERS) as (keyof typeof TRACKERS)[];

/** The `tracker` section of the site file. Only `kind` is needed: the rest has defaults. */
export const TrackerConfig = Type.Union([byteTrack.config]);

/** `kind` and any of the tracker's other settings. */
export type TrackerOptions = { kind: TrackerKind } & Partial<Static<typeof TrackerConfig>>;
export type TrackerKind = (typeof TRACKER_KINDS)[number];

/** A tracker of the chosen kind for a camera that gives about `fps` frames a second. Throws BAD_CALL on a wrong setting. */
export function createTracker(options: TrackerOptions, fps: number): Tracker {
  const plugin = Object.hasOwn(TRACKERS, options.kind) ? TRACKERS[options.kind] : undefined;
  if (plugin === undefined) {
    throw new AisleError(
      'BAD_CALL',
      `there is no tracker "${options.kind}"`,
      `Choose one of: ${TRACKER_KINDS.join(', ')}.`,
    );
  }
  if (!(fps > 0 && Number.isFinite(fps))) {
    throw new AisleError('BAD_CALL', `${fps} is not a frame rate`, 'Give the frames a second as a number above 0.');
  }
  const full = Value.Default(plugin.config, { ...options });
  if (!Value.Check(plugin.config, full)) {
    const first = [...Value.Errors(plugin.config, full)][0];
    throw new AisleError('BAD_CALL', `tracker${first.instancePath} ${first.message}`, 'Mend the tracker section.');
  }
  return plugin.create(full, fps);
}
