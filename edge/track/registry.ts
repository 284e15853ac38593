import Type, { type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { AisleError } from '../../models/contract/errors.ts';
import * as byteTrack from './byte-track.ts';
import * as ocSort from './oc-sort.ts';
import * as sort from './sort.ts';
import type { Tracker } from './tracker.ts';

interface TrackerPlugin {
  config: TSchema;
  /** Options that fit `config`. */
  create(options: never, fps: number): Tracker;
}

/** Every tracker: one file each, listed here. */
const TRACKERS = { [byteTrack.kind]: byteTrack, [sort.kind]: sort, [ocSort.kind]: ocSort } as const;

export type TrackerKind = keyof typeof TRACKERS;

export const TRACKER_KINDS = Object.keys(TRACKERS) as TrackerKind[];

/** The `tracker` section of the site file. Only `kind` is needed: the rest has defaults. */
const TrackerConfig = Type.Union([byteTrack.config, sort.config, ocSort.config]);

type Sparse<T> = T extends { kind: infer K } ? { kind: K } & Partial<Omit<T, 'kind'>> : never;

/** `kind` and any of that tracker's other settings. */
export type TrackerOptions = Sparse<Static<typeof TrackerConfig>>;

/** A tracker of the chosen kind for a camera that gives about `fps` frames a second. Throws BAD_CALL on a wrong setting. */
export function createTracker(options: TrackerOptions, fps: number): Tracker {
  const plugin: TrackerPlugin | undefined = Object.hasOwn(TRACKERS, options.kind) ? TRACKERS[options.kind] : undefined;
  if (plugin === undefined) {
    const fix = `Choose one of: ${TRACKER_KINDS.join(', ')}.`;
    throw new AisleError('BAD_CALL', `there is no tracker "${options.kind}"`, fix);
  }
  if (!(fps > 0 && Number.isFinite(fps))) {
    throw new AisleError('BAD_CALL', `${fps} is not a frame rate`, 'Give the frames a second as a number above 0.');
  }
  const full = Value.Default(plugin.config, { ...options });
  const [fault] = Value.Errors(plugin.config, full);
  if (fault !== undefined) {
    throw new AisleError('BAD_CALL', `tracker${fault.instancePath} ${fault.message}`, 'Mend the tracker section.');
  }
  // The check above has proved that the options fit this plugin's schema.
  return plugin.create(full as never, fps);
}
