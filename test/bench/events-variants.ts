import { seeded } from '../../calibration/lab/spoil.ts';
import { furnish, type Scene } from '../../calibration/lab/spoil-scenes.ts';
import { sceneTruth } from '../../calibration/lab/spoil-truth.ts';
import { learn } from '../../edge/analyse.ts';
import { EventEngine } from '../../edge/events/engine.ts';
import type { Line } from '../../models/contract/site.ts';
import type { BenchOptions } from './bench.ts';
import { figuresOf, ours, poisson } from './events-figures.ts';
import { type Measured, measure, siteOf } from './events-measure.ts';
import { otherScenes } from './events-scenes.ts';
import { NaiveCounter } from './naive-counter.ts';
import { PLAIN, type Spoiling, spoilAnew } from './spoil-variants.ts';

export const name = 'events-variants';

interface Variant {
  how?: Partial<Spoiling>;
  fps?: number;
  lay?: 'usual' | 'border' | 'across' | 'small';
}

/** A camera that looks at the scene from one side: px → m, the nearer end larger. */
const SLANTED = [0.02, 0.004, -6, 0.001, 0.045, -14, 0.00002, 0.0006, 0.5];

const VARIANTS: Record<string, Variant> = {
  plain: {},
  jitter2: { how: { jitterM: 0.02 } },
  jitter5: { how: { jitterM: 0.05 } },
  fps5: { fps: 5 },
  fps10: { fps: 10 },
  fps25: { fps: 25 },
  native: { fps: 2.5 },
  nativeClean: { fps: 2.5, how: { broken: 0, swapped: 0, missed: 0, ghosts: 0 } },
  nativeBreaks: { fps: 2.5, how: { swapped: 0, missed: 0, ghosts: 0 } },
  nativeMisses: { fps: 2.5, how: { broken: 0, swapped: 0, ghosts: 0 } },
  gcNative: { fps: 1.25 },
  ghosts5: { how: { ghosts: 0.05 } },
  ghosts30: { how: { ghosts: 0.3 } },
  ghostsWalk: { how: { ghostKind: 'walks' } },
  ghostsWalk30: { how: { ghostKind: 'walks', ghosts: 0.3 } },
  ghostsBeside: { how: { ghostKind: 'beside' } },
  ghostsBeside30: { how: { ghostKind: 'beside', ghosts: 0.3 } },
  breaks3: { how: { breaksMost: 3 } },
  breaksAll3: { how: { broken: 0.6, breaksMost: 3 } },
  gaps2: { how: { gapMeanS: 2 } },
  missFirst: { how: { missFirst: true } },
  swapWhile: { how: { swapForS: 2 } },
  swap20: { how: { swapped: 0.2 } },
  border: { lay: 'border' },
  across: { lay: 'across' },
  small: { lay: 'small' },
  slanted: { how: { view: SLANTED, jitterM: 0.02 } },
  clean: { how: { broken: 0, swapped: 0, missed: 0, ghosts: 0 } },
  onlyBreaks: { how: { swapped: 0, missed: 0, ghosts: 0 } },
  onlySwaps: { how: { broken: 0, missed: 0, ghosts: 0 } },
  onlyMisses: { how: { broken: 0, swapped: 0, ghosts: 0 } },
  onlyGhosts: { how: { broken: 0, swapped: 0, missed: 0 } },
};

/** VARIANTS=a,b and SCENES=a,b in the environment choose some of them, SEEDS=n does n seeds. NAIVE=0 leaves the baseline out. */
export async function run({ seed }: BenchOptions): Promise<Record<string, unknown>> {
  const chosen = process.env.VARIANTS?.split(',') ?? Object.keys(VARIANTS);
  const wanted = process.env.SCENES?.split(',');
  const seeds = Array.from({ length: Number(process.env.SEEDS ?? 1) }, (_, i) => seed + i);
  const out: Record<string, unknown> = {};
  for (const key of chosen) {
    const variant = VARIANTS[key];
    const parts: Measured[] = [];
    const naive: Measured[] = [];
    for (const s of seeds) {
      for (const [i, bare] of otherScenes(s, variant.fps).entries()) {
        if (wanted && !wanted.includes(bare.name)) continue;
        const scene = lay(bare, variant.lay ?? 'usual', seeded(s * 104729 + i));
        const rows = spoilAnew(scene, { ...PLAIN, ...variant.how }, s * 131 + i);
        const site = siteOf(scene, variant.how?.view);
        const truth = sceneTruth(scene);
        const one = measure(
          scene,
          rows,
          new EventEngine(site, site.cameras[0], learn(site, 'c', rows, scene.fps)),
          site,
          truth,
        );
        parts.push(one);
        const base = process.env.NAIVE === '0' ? one : measure(scene, rows, new NaiveCounter(site), site, truth);
        naive.push(base);
        if (process.env.DETAIL) console.error(key, s, scene.name.padEnd(12), brief(one), '|', brief(base));
      }
    }
    out[key] = `${text(figuresOf(parts, ours))} signed ${signed(parts)} | naive ${text(figuresOf(naive, poisson))}`;
    console.error(key.padEnd(14), out[key]);
  }
  return out;
}

const p = (v: number) => (100 * v).toFixed(2).padStart(6);
const text = (f: ReturnType<typeof figuresOf>) =>
  `entries${p(f.entriesError)} visits${p(f.visitsError)} dwell${p(f.dwellMape)} coverage${p(f.intervalCoverage)} width${p(f.intervalWidth)} winkler ${f.winkler.toFixed(1)}`;
const signed = (parts: Measured[]) =>
  (['entries', 'visits'] as const)
    .map((k) => p(parts.reduce((a, m) => a + m[k].signed, 0) / parts.reduce((a, m) => a + m[k].truth, 0)))
    .join('');
const brief = (m: Measured) =>
  `e ${m.entries.truth} ${p(m.entries.error / m.entries.truth)} (${m.entries.signed}) v ${m.visits.truth} ${p(m.visits.error / m.visits.truth)} (${m.visits.signed}) d ${m.dwell.map(p).join()}`;

function lay(scene: Scene, how: NonNullable<Variant['lay']>, random: () => number): Scene {
  const usual = furnish(scene, random);
  const { widthM: w, heightM: h } = scene;
  if (how === 'small') {
    const zones = usual.zones.map((zone) => {
      const x = (zone.polygon[0][0] + zone.polygon[2][0]) / 2;
      const y = (zone.polygon[0][1] + zone.polygon[2][1]) / 2;
      const polygon: typeof zone.polygon = [
        [x - 1, y - 1],
        [x + 1, y - 1],
        [x + 1, y + 1],
        [x - 1, y + 1],
      ];
      return { ...zone, polygon };
    });
    return { ...usual, zones };
  }
  if (how === 'usual') return usual;
  const at = how === 'border' ? [0.08, 0.92] : [0.35, 0.6];
  const lineOf = (id: string, from: [number, number], to: [number, number]): Line => ({
    id,
    floor: '0',
    role: 'street',
    from,
    to,
    in: 'right',
    strictness: 'balanced',
  });
  const lines = at.flatMap((share, i) => [
    lineOf(`x${i}`, [w * share, 0], [w * share, h]),
    lineOf(`y${i}`, [0, h * share], [w, h * share]),
  ]);
  return { ...usual, lines };
}
