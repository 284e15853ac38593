import { AisleError } from '../../models/contract/errors.ts';
import type { Source } from '../../models/contract/source.ts';
import { detections } from './detections.ts';
import { file } from './file.ts';
import { images } from './images.ts';
import { rtsp } from './rtsp.ts';
import type { OpenSource, SourceOptions, SourcePlugin } from './source.ts';
import { v4l2 } from './v4l2.ts';

/** Kinds of source by name. A new one is a file beside this one and a line here. */
const sources = new Map<string, SourcePlugin<never>>();

/** Adds a kind that lives elsewhere (the command line adds `simulated`). */
export function registerSource<C extends { kind: string }>(plugin: SourcePlugin<C>): void {
  sources.set(plugin.kind, plugin as unknown as SourcePlugin<never>);
}

for (const plugin of [file, rtsp, images, v4l2, detections]) registerSource(plugin as SourcePlugin<{ kind: string }>);

/** Opens a camera's source. Throws SOURCE_REFUSED for a kind that this build does not have. */
export async function openSource(config: Source, options: SourceOptions): Promise<OpenSource> {
  const plugin = sources.get(config.kind);
  if (!plugin) {
    throw new AisleError(
      'SOURCE_REFUSED',
      `sources of kind ${config.kind} cannot be opened here`,
      `Use one of: ${[...sources.keys()].join(', ')}.`,
    );
  }
  return plugin.open(config as never, options);
}
