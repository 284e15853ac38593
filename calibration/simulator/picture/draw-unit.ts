import { type Eye, pathOf, tenth } from './eye.ts';
import type { Package } from './packages.ts';
import { onShelf, type ShelfCamera } from './shelf-camera.ts';

/** A pack that stands on a board: its middle along the shelf, its front behind the edge, the board's height. Metres. */
export interface Standing {
  look: Package;
  /** Id of its artwork in the drawing. */
  art: string;
  along: number;
  behind: number;
  z: number;
  wideM: number;
  tallM: number;
  deepM: number;
}

/** Light that is lost a metre inwards, and the least that is left. */
const DARKER_A_METRE = 1.5;
const DARKEST = 0.62;

/** One pack in perspective: what of its top and sides is seen, its printed front, and the dark it stands in. */
export function drawUnit(camera: ShelfCamera, eye: Eye, unit: Standing): string {
  const { look, art, along, z, wideM, tallM, deepM } = unit;
  const dark = Math.min(DARKEST, Math.max(0, unit.behind) * DARKER_A_METRE);
  // Round things and bags are seen by their widest outline, boxes by their front.
  const front = unit.behind + (look.kind === 'box' ? 0 : deepM / 2);
  const [left, right] = [along - wideM / 2, along + wideM / 2];
  const point = (a: number, behind: number, height: number) => eye.px(onShelf(camera, a, behind, height));
  const [tl, tr] = [point(left, front, z + tallM), point(right, front, z + tallM)];
  const [bl, br] = [point(left, front, z), point(right, front, z)];
  const parts: string[] = [];
  if (look.kind === 'box') {
    const back = unit.behind + deepM;
    const [tlBack, trBack] = [point(left, back, z + tallM), point(right, back, z + tallM)];
    const top3 = pathOf([tl, tr, trBack, tlBack]);
    parts.push(`<path d="${top3}" fill="${look.base}"/><path d="${top3}" fill="#fff" fill-opacity=".18"/>`);
    const [top, bottom, backTop] = along < 0 ? [tr, br, trBack] : [tl, bl, tlBack];
    const backBottom = point(along < 0 ? right : left, back, z);
    const side = pathOf([top, bottom, backBottom, backTop]);
    parts.push(`<path d="${side}" fill="${look.base}"/><path d="${side}" fill-opacity=".38"/>`);
    if (dark > 0.02) parts.push(`<path d="${top3}${side}" fill-opacity="${percent(dark)}"/>`);
  }
  const matrix = [
    (tr[0] - tl[0]) / (wideM * 100),
    (tr[1] - tl[1]) / (wideM * 100),
    (bl[0] + br[0] - tl[0] - tr[0]) / 2 / (tallM * 100),
    (bl[1] + br[1] - tl[1] - tr[1]) / 2 / (tallM * 100),
  ].map((v) => Math.round(v * 1e4) / 1e4);
  const place = `transform="matrix(${matrix.join(' ')} ${tenth(tl[0])} ${tenth(tl[1])})"`;
  parts.push(`<use href="#${art}" ${place}/>`);
  if (dark > 0.02) parts.push(`<use href="#${art}s" ${place} fill-opacity="${percent(dark)}"/>`);
  if (look.kind === 'can') {
    const [, v] = point(along, front - deepM / 2, z + tallM);
    const [u0, v0] = [(tl[0] + tr[0]) / 2, (tl[1] + tr[1]) / 2];
    const [rx, ry] = [(tr[0] - tl[0]) / 2, Math.max(0.5, v - v0)];
    const ellipse = (k: number, fill: string) =>
      `<ellipse cx="${tenth(u0)}" cy="${tenth(v0)}" rx="${tenth(rx * k)}" ry="${tenth(ry * k)}" fill="${fill}"/>`;
    parts.push(ellipse(1, '#d3d7db'), ellipse(0.84, '#a3a9af'));
    if (dark > 0.02) parts.push(`<g fill-opacity="${percent(dark)}">${ellipse(1, '#000')}</g>`);
  }
  return parts.join('');
}

const percent = (share: number): number => Math.round(share * 100) / 100;
