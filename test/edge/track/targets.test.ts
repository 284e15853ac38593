import { describe, expect, it } from 'vitest';
import { evalTracks, type TrackScores } from '../../../calibration/lab/tracks.ts';
import { trackRows } from '../../../edge/track/run.ts';
import { HAS_DATA, readMotData, WHY_NOT } from '../../calibration/lab/data.ts';

function score(name: string, det: string, fps: number): TrackScores {
  const { rows } = trackRows(readMotData(`${name}/det/${det}`), { fps, tracker: { kind: 'byte-track' } });
  return evalTracks(readMotData(`${name}/gt/gt.txt`), rows);
}

/** One set of settings for all: the figures that the product promises, on public detections. */
describe.skipIf(!HAS_DATA)(`the default tracker's targets${WHY_NOT}`, () => {
  it('beats the figures that npm’s tracker publishes for MOT17 (DPM)', () => {
    const gains = [
      { name: 'MOT17-02', fps: 30, MOTA: 0.156, IDF1: 0.228 },
      { name: 'MOT17-04', fps: 30, MOTA: 0.324, IDF1: 0.335 },
      { name: 'MOT17-05', fps: 14, MOTA: 0.299, IDF1: 0.361 },
      { name: 'MOT17-13', fps: 25, MOTA: 0.161, IDF1: 0.249 },
    ].map(({ name, fps, MOTA, IDF1 }) => {
      const scores = score(name, 'det_DPM.txt', fps);
      return { IDF1: scores.IDF1 - IDF1, MOTA: scores.MOTA - MOTA };
    });
    const mean = (key: 'IDF1' | 'MOTA') => gains.reduce((sum, gain) => sum + gain[key], 0) / gains.length;
    expect(mean('IDF1')).toBeGreaterThan(0.08);
    expect(mean('MOTA')).toBeGreaterThan(0);
    for (const gain of gains) {
      expect(gain.IDF1).toBeGreaterThan(0);
      expect(gain.MOTA).toBeGreaterThan(-0.01);
    }
  });

  it.each([
    { name: 'TUD-Campus', fps: 25 },
    { name: 'KITTI-17', fps: 10 },
  ])('reaches MOTA 0.66 on $name', ({ name, fps }) => {
    expect(score(name, 'det_frcnn_sort.txt', fps).MOTA).toBeGreaterThan(0.66);
  });
});
