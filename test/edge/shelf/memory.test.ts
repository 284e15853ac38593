import { expect, it } from 'vitest';
import { CameraMemory } from '../../../edge/memory.ts';
import { runPipeline } from '../../../edge/pipeline.ts';
import type { OpenSource, SourceItem } from '../../../edge/source/source.ts';
import { Book } from '../../../models/aggregate/book.ts';
import { planOf } from '../../../models/aggregate/plan.ts';
import type { ShelfEvent } from '../../../models/contract/event.ts';
import { testSite } from '../../support/gateway.ts';

const { site } = testSite();
const [camera] = site.cameras;
const VIEW = { fps: 1, width: 100, height: 100 };
const nobody = { count: 0, xyxy: new Float32Array(4), score: new Float32Array(1) };

/** Plays frames with looks at one facing, one every half minute. */
async function play(memory: CameraMemory, book: Book, fills: readonly (number | 'seam')[], from = 0) {
  const events: ShelfEvent[] = [];
  async function* frames(): AsyncGenerator<SourceItem, void, void> {
    for (const [i, fill] of fills.entries()) {
      const tMs = (from + i) * 30_000 + 1;
      const facings = [{ shelf: 'dairy', facing: 'f1', fill: Number(fill), variance: 0.01 }];
      if (fill === 'seam') yield { kind: 'seam' };
      else yield { kind: 'frame', frame: { tMs, frame: i + 1, detections: nobody, facings } };
    }
  }
  // A recording that is stopped, so that nothing is cut at its end.
  const stop = new AbortController();
  const source: OpenSource = {
    ...{ nativeWidth: 100, nativeHeight: 100, fps: 1, repeats: false, recording: 'r' },
    async *frames() {
      yield* frames();
      stop.abort();
    },
  };
  const watcher = { onFrame: () => undefined, onSeam: () => undefined, onShelf: (it: ShelfEvent) => events.push(it) };
  await runPipeline({ source, detector: undefined, ...memory.stages(VIEW), book }, watcher, stop.signal);
  return events.map(({ change }) => change);
}

it('the pipeline tells what facings do, and a camera goes on where it was after a restart', async () => {
  const book = new Book(planOf(site, site.nodes[0].id));
  const first = new CameraMemory(site, camera);
  expect(await play(first, book, [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0, 0, 0, 0])).toEqual([]);
  const second = new CameraMemory(site, camera);
  second.restore(JSON.parse(JSON.stringify(first.snapshot())));
  expect(await play(second, book, [0, 0, 0, 0, 0], 10)).toEqual(['empty']);
  const rows = book
    .closeAll()
    .flatMap(({ messages }) => messages.flatMap((m) => (m.kind === 'shelf' ? m.data.facings : [])));
  // Empty from the seventh look to the fifteenth, both lives together.
  expect(rows.reduce((sum, { emptyS }) => sum + emptyS!, 0)).toBe(8 * 30);
});

it('nothing is known of a facing over a seam', async () => {
  const book = new Book(planOf(site, site.nodes[0].id));
  const memory = new CameraMemory(site, camera);
  expect(await play(memory, book, [0, 0, 0, 0, 0, 'seam', 0, 0])).toEqual(['empty']);
  const rows = book
    .closeAll()
    .flatMap(({ messages }) => messages.flatMap((m) => (m.kind === 'shelf' ? m.data.facings : [])));
  expect(rows.at(-1)?.state).toBe('unknown');
});
