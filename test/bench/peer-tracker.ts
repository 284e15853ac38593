import { createRequire } from 'node:module';
import type { MotRow } from '../../models/contract/mot.ts';

interface PeerItem {
  idDisplay: number;
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The part of `node-moving-things-tracker` that is used; boxes by their centre. */
interface Peer {
  reset(): void;
  updateTrackedItemsWithNewFrame(detections: object[], frame: number): void;
  getJSONOfTrackedItems(roundInt?: boolean): (Omit<PeerItem, 'idDisplay'> & { id: number })[];
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
  const rows: MotRow[] = [];
  const start = performance.now();
  inputs.forEach((detections, i) => {
    peer.updateTrackedItemsWithNewFrame(detections, i + 1);
    for (const { id, x, y, w, h } of peer.getJSONOfTrackedItems(false)) {
      rows.push({
        frame: i + 1,
        id,
        left: x - w / 2,
        top: y - h / 2,
        width: w,
        height: h,
        score: 1,
        extra: [-1, -1, -1],
      });
    }
  });
  const seconds = (performance.now() - start) / 1000;
  peer.reset();
  return { rows, seconds };
}
