import type { Manifest } from './manifest.ts';
import { centernetMobilenetv3512 } from './zoo/centernet-mobilenetv3-512.ts';
import { yoloxNano416 } from './zoo/yolox-nano-416.ts';

/** Every detector: one file in zoo/ and one line here. `auto` takes the first whose weights can be had. */
export const DETECTORS: readonly Manifest[] = [yoloxNano416, centernetMobilenetv3512];

/** The manifest of a name, or undefined. */
export const manifestOf = (name: string): Manifest | undefined => DETECTORS.find((manifest) => manifest.name === name);
