import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkpointText, resume } from '../../edge/checkpoint.ts';
import { runPipeline } from '../../edge/pipeline.ts';
import { openSource } from '../../edge/source/registry.ts';
import type { Frame } from '../../edge/source/source.ts';
import { type LoadedSite, loadSite } from '../../models/host/site-file.ts';

/** What one life of a node leaves behind: its closed messages, and its checkpoint. */
export interface Life {
  messages: string[];
  checkpoint: string;
}

/**
 * A life of a node with one recording, without the wire: goes on from a checkpoint, looks at so many frames or to the
 * end, closes what is complete. `last` closes the rest as well.
 */
export async function live(
  site: LoadedSite,
  checkpoint: string | undefined,
  { frames = Number.POSITIVE_INFINITY, last = false } = {},
): Promise<Life> {
  const { book, memories, occupancy, queues, alarms, settled, faults } = resume(checkpoint, site, 'edge-1');
  if (faults.length > 0) throw new Error(faults.join(', '));
  const closed = [...settled.closed];
  const stop = new AbortController();
  const [camera] = site.site.cameras;
  const memory = memories.get(camera.id);
  if (!memory) throw new Error(`no camera ${camera.id}`);
  const source = await openSource(camera.source, {
    ...{ request: undefined, fps: camera.fps, live: true, dropped: {} },
    ...{ folder: dirname(site.path), signal: stop.signal },
  });
  const { fps = camera.fps, nativeWidth: width, nativeHeight: height } = source;
  const stages = {
    ...memory.stages({ fps, width, height }),
    ...{
      source: { ...source, frames: () => source.frames(memory.position) },
      detector: undefined,
      book: occupancy.of(camera.id),
    },
  };
  let seen = 0;
  const onFrame = ({ tMs, position }: Frame) => {
    memory.position = position;
    closed.push(...book.closeDue(tMs));
    if (++seen >= frames) stop.abort();
  };
  if (frames > 0) await runPipeline(stages, { onFrame, onSeam: () => undefined }, stop.signal);
  if (last) closed.push(...book.closeAll());
  return {
    messages: closed.flatMap(({ messages, late }) => messages.map((message) => JSON.stringify({ late, ...message }))),
    checkpoint: checkpointText(site, { book, memories, occupancy, queues, alarms }),
  };
}

/** As a program: `life.ts SITE FRAMES`, the checkpoint on standard input, the life on standard output. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , site, frames] = process.argv;
  const life = await live(loadSite(site), readFileSync(0, 'utf8') || undefined, { frames: Number(frames) });
  process.stdout.write(JSON.stringify(life));
}
