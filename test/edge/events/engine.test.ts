import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EngineState, EventEngine } from '../../../edge/events/engine.ts';
import { LAG_MS } from '../../../edge/events/stitch.ts';
import { HALL, type Spot, Told, tracksOf } from './record.ts';

const STEP_MS = 100;

type Frames = Spot[][];
const empty = (n: number): Frames => Array.from({ length: n }, () => []);

/** Puts a walk along y at 1.2 m/s into the frames: where the id is `undefined` nobody is seen. */
function walk(
  frames: Frames,
  from: number,
  x0: number,
  y: number,
  idAt: (i: number) => number | undefined,
  n: number,
  speed = 1.2,
): void {
  for (let i = 0; i < n; i++) {
    const id = idAt(i);
    if (id !== undefined) frames[from + i].push([id, x0 + speed * 0.1 * i, y]);
  }
}

function run(frames: Frames, engine = new EventEngine(HALL, HALL.cameras[0]), told = new Told(), from = 0): Told {
  frames.forEach((spots, i) => {
    engine.step((from + i) * STEP_MS, tracksOf(spots), told);
  });
  engine.cut(told);
  return told;
}

describe('people, not ids', () => {
  it('a walk through the hall is one entry, two visits, one transition', () => {
    const frames = empty(300);
    walk(frames, 5, 1, 5, () => 1, 150);
    const told = run(frames).only('began', 'ended', 'moved', 'crossed');
    expect(told.map((fact) => fact.split(' ').slice(0, 3).join(' '))).toEqual([
      'began left 3000',
      'crossed door in',
      'began right 8900',
      'moved left right',
      'ended left 7100',
      'ended right 12900',
    ]);
  });

  it.each([
    ['within the door line', 70, 80],
    ['within a zone', 35, 45],
    ['for 4 s', 40, 80],
  ])('a track that breaks %s and gets a new id is the same person', (_name, lost, found) => {
    const whole = empty(300);
    const broken = empty(300);
    walk(whole, 5, 1, 5, () => 1, 150);
    walk(broken, 5, 1, 5, (i) => (i < lost ? 1 : i < found ? undefined : 2), 150);
    const kinds = ['began', 'ended', 'moved', 'crossed', 'floor'];
    expect(run(broken).only(...kinds)).toEqual(run(whole).only(...kinds));
  });

  it('two tracks that break side by side are not mixed up', () => {
    const frames = empty(300);
    walk(frames, 5, 1, 3, (i) => (i < 70 ? 1 : i < 80 ? undefined : 4), 150);
    walk(frames, 5, 1, 4.5, (i) => (i < 72 ? 2 : i < 85 ? undefined : 3), 150);
    expect(run(frames).only('began', 'crossed')).toHaveLength(6);
  });

  it('somebody who leaves and somebody else who comes the other way stay two', () => {
    const frames = empty(400);
    walk(frames, 5, 12, 5, () => 1, 60);
    walk(frames, 75, 19.2, 5, () => 2, 120, -1.2);
    const told = run(frames);
    expect(told.only('began').map((f) => f.split(' ')[1])).toEqual(['right', 'right', 'left']);
    expect(told.only('crossed')).toEqual(['crossed door out 15200']);
  });

  it('a short thing that stands about is nobody', () => {
    const frames = empty(200);
    walk(frames, 20, 6, 5, () => 9, 28, 0);
    const told = run(frames);
    expect(told.only('began', 'crossed', 'cell')).toEqual([]);
    expect(told.only('floor').every((f) => f.endsWith(' 0'))).toBe(true);
  });

  it('somebody unseen within a gap is present and walks on in it', () => {
    const frames = empty(250);
    walk(frames, 5, 1, 5, (i) => (i >= 60 && i < 75 ? undefined : 1), 150);
    const counts = run(frames)
      .only('floor')
      .map((f) => f.split(' ').at(-1));
    expect(counts.slice(5, 155)).toEqual(new Array(150).fill('1'));
  });

  it('nobody is followed over a seam', () => {
    const engine = new EventEngine(HALL, HALL.cameras[0]);
    const told = new Told();
    const [before, after] = [empty(60), empty(60)];
    walk(before, 0, 4.5, 5, () => 1, 60, 0.1);
    walk(after, 0, 5.1, 5, () => 1, 60, 0.1);
    run(before, engine, told);
    run(after, engine, told, 65);
    expect(told.only('began', 'ended').map((f) => f.split(' ')[0] + (f.endsWith('cut') ? ' cut' : ''))).toEqual([
      'began',
      'ended cut',
      'began',
      'ended cut',
    ]);
  });
});

/** A few people at random walks whose tracks break, vanish and flicker. */
const crowd = fc
  .array(
    fc.record({
      from: fc.nat(100),
      x: fc.double({ min: 0, max: 19, noNaN: true }),
      y: fc.double({ min: 0.5, max: 9.5, noNaN: true }),
      speed: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
      length: fc.integer({ min: 3, max: 150 }),
      lost: fc.nat(150),
      gap: fc.nat(40),
      renamed: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((people) => {
    const frames = empty(300);
    people.forEach(({ from, x, y, speed, length, lost, gap, renamed }, p) => {
      const idAt = (i: number) => (i < lost ? p + 1 : i < lost + gap ? undefined : renamed ? p + 101 : p + 1);
      walk(frames, from, x, y, idAt, length, speed);
    });
    return frames.map((spots) => spots.filter(([, x]) => x >= 0 && x < 20));
  });

describe('the same frames', () => {
  it('give the same facts, byte for byte', () => {
    fc.assert(
      fc.property(crowd, (frames) => {
        expect(run(frames).lines).toEqual(run(frames).lines);
      }),
      { numRuns: 30 },
    );
  });

  it('give the same facts across a stop and resume anywhere, through JSON', () => {
    fc.assert(
      fc.property(crowd, fc.nat(299), (frames, at) => {
        const told = new Told();
        let engine = new EventEngine(HALL, HALL.cameras[0]);
        frames.forEach((spots, i) => {
          if (i === at) {
            const state = JSON.parse(JSON.stringify(engine.snapshot())) as EngineState;
            engine = new EventEngine(HALL, HALL.cameras[0]);
            engine.restore(state);
          }
          engine.step(i * STEP_MS, tracksOf(spots), told);
        });
        engine.cut(told);
        expect(told.lines).toEqual(run(frames).lines);
      }),
      { numRuns: 60 },
    );
  });

  it('are each told once and in order, with every visit ended and nobody below zero', () => {
    fc.assert(
      fc.property(crowd, (frames) => {
        const told = run(frames);
        const times = told.only('floor').map((f) => Number(f.split(' ')[2]));
        expect(times).toEqual(frames.map((_, i) => i * STEP_MS));
        expect(told.only('ended')).toHaveLength(told.only('began').length);
        expect(told.only('floor').every((f) => Number(f.split(' ').at(-1)) >= 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('leave nothing behind of people who are gone', () => {
    fc.assert(
      fc.property(crowd, (frames) => {
        const engine = new EventEngine(HALL, HALL.cameras[0]);
        const told = new Told();
        [...frames, ...empty(400)].forEach((spots, i) => {
          engine.step(i * STEP_MS, tracksOf(spots), told);
        });
        const { watches, stitch } = engine.snapshot();
        const { lines, still, ledger, paths, units, zoneOf } = watches;
        expect(stitch.tracklets).toEqual([]);
        expect([lines.flatMap((line) => line.walkers), still.standers, ledger, paths, units.pairs, zoneOf]).toEqual(
          Array.from({ length: 6 }, () => []),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('are told no later than the lag', () => {
    const engine = new EventEngine(HALL, HALL.cameras[0]);
    const told = new Told();
    for (let i = 0; i < 200; i++) engine.step(i * STEP_MS, tracksOf([]), told);
    expect(told.only('floor').at(-1)).toBe(`floor 0 ${199 * STEP_MS - LAG_MS} 0.1 0`);
  });
});
