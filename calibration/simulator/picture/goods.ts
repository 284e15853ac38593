import { Stream } from '../random/stream.ts';
import { artworkOf, silhouette } from './artwork.ts';
import { type Block, blockOf, CLEAR_M, type Unit, unitsLeft } from './block.ts';
import type { Standing } from './draw-unit.ts';
import type { ShelfMoment, Shelved, Stray } from './moment.ts';
import { type Package, packageOf } from './packages.ts';
import type { Facing } from './shelf-camera.ts';

/** Goods stand a little behind the board's edge and in front of its back. Metres. */
const EDGE_M = 0.03;
const DEEP_M = 0.4;
const GAP = 0.94;
const WIDEST = 1.2;
/** How far a unit is from where it should stand. */
const CARELESS_M = 0.006;

/** The packs in one facing, and in `arts` the drawings of what they look like, by id. */
export function standingIn(
  { world, seed }: Shelved,
  facing: Facing,
  moment: ShelfMoment,
  arts: Map<string, string>,
): Standing[] {
  const { product, from, to } = facing;
  const look = packageOf(world, seed, product);
  const block = blockOf(look, to - from, world.facings[product], world.capacity[product]);
  const random = new Stream(seed).sub('hands', world.index, product, moment.day);
  const left = unitsLeft(block, moment.units(product), look.slides, random);
  const pitch = (to - from) / block.columns;
  const wideM = Math.min(pitch * GAP, look.wideM * WIDEST);
  const tallM = Math.min(look.tallM, CLEAR_M / block.high - 0.01);
  const stepM = DEEP_M / block.rows;
  const deepM = Math.min(stepM * GAP, wideM * 1.4);
  const art = `p${product}`;
  arts.set(art, artOf(look, art, wideM, tallM));
  const careless = random.sub('careless');
  const found = left.map(({ column, row, layer }): Standing => {
    const i = (column * 8 + row) * 4 + layer;
    const along = from + (column + 0.5) * pitch + (careless.at(i) - 0.5) * 2 * Math.min(CARELESS_M, pitch * 0.03);
    const behind = EDGE_M + row * stepM + careless.at(i, 1) * CARELESS_M * 2;
    return { look, art, along, behind, z: layer * tallM, wideM, tallM, deepM };
  });
  for (const stray of moment.strays) {
    if (stray.bay === facing.bay && stray.slot === facing.slot) {
      found.push(strayIn({ world, seed }, facing, stray, { block, left, pitch }, arts));
    }
  }
  return found;
}

/** Something that does not belong here stands where the front is free, or before what belongs here. */
function strayIn(
  { world, seed }: Shelved,
  { from }: Facing,
  { product }: Stray,
  { block, left, pitch }: { block: Block; left: readonly Unit[]; pitch: number },
  arts: Map<string, string>,
): Standing {
  const look = packageOf(world, seed, product);
  const { wideM } = look;
  const tallM = Math.min(look.tallM, CLEAR_M - 0.01);
  const art = `s${product}`;
  arts.set(art, artOf(look, art, wideM, tallM));
  const first = new Stream(seed).sub('stray', product).below(block.columns);
  const columns = Array.from({ length: block.columns }, (_, i) => (first + i) % block.columns);
  const free = columns.find((column) => !left.some((unit) => unit.column === column && unit.row === 0));
  const along = from + ((free ?? first) + 0.5) * pitch;
  return { look, art, along, behind: free === undefined ? -0.02 : EDGE_M, z: 0, wideM, tallM, deepM: wideM * 0.6 };
}

/** A product's front and its outline as definitions of the drawing. */
function artOf(look: Package, id: string, wideM: number, tallM: number): string {
  const [w, h] = [wideM * 100, tallM * 100];
  return `<g id="${id}">${artworkOf(look, w, h)}</g><path id="${id}s" d="${silhouette(look, w, h)}"/>`;
}
