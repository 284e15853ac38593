import type { Source } from '../../models/contract/source.ts';
import { openCamera } from './camera.ts';
import type { SourcePlugin } from './source.ts';

type V4l2Source = Extract<Source, { kind: 'v4l2' }>;

/** A camera on this machine. */
export const v4l2: SourcePlugin<V4l2Source> = {
  kind: 'v4l2',
  open: (config, options) => openCamera(config.device, ['-f', 'v4l2'], options),
};
