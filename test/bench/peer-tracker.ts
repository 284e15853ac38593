import { createRequire } from 'node:module';
import type { MotRow } from '../../models/contract/mot.ts';

interface PeerItem {
  id: number;
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The part of `node-moving-things-tracker` that is used; boxes by their centre. */
interface Peer {
  reset(): void;
  updateTrackedItemsWithNewFrame(detections: object[], frame: number): void;
  getJSONOfTrackedItems(roundInt?: boolean): PeerItem[];
}

/** The one other tracker for Node, run as its own command line runs it. Its state is the module's: one at a time. */
export function runPeer(frames: readonly (readonly MotRow[])[]): { rows: MotRow[]; seconds: number } {
  const peer: Peer = createRequire(import.meta.url)('node-moving-things-tracker').Tracker;
  peer.reset();
  const inputs = frames.map((rows) =>
    rows.map(({ left, top, width: w, height: h, score }) => {
      return { x: left + w / 2, y: top + h / 2, w, h, confidence: score * 100, name: 'person' };
    }),
  );
  const start = performance.now();
  const items = inputs.map((detections, i) => {
    peer.updateTrackedItemsWithNewFrame(detections, i + 1);
    return peer.getJSONOfTrackedItems(false);
  });
  const seconds = (performance.now() - start) / 1000;
  const extra = [-1, -1, -1] as const;
  const rows = items.flatMap((found, i) =>
    found.map(({ id, x, y, w: width, h: height }) => {
      return { frame: i + 1, id, left: x - width / 2, top: y - height / 2, width, height, score: 1, extra };
    }),
  );
  peer.reset();
  return { rows, seconds };
}
