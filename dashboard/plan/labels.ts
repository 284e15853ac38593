/** Where the plan's labels go, so that they lie on the plan and not on one another. Pixels of the drawing. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const GAP_PX = 2;
export const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + GAP_PX &&
  b.x < a.x + a.width + GAP_PX &&
  a.y < b.y + b.height + GAP_PX &&
  b.y < a.y + a.height + GAP_PX;

/** The box moved as little as needed to lie on the plan. */
export const clamp = (box: Box, widthPx: number, heightPx: number): Box => ({
  ...box,
  x: Math.max(1, Math.min(widthPx - box.width - 1, box.x)),
  y: Math.max(1, Math.min(heightPx - box.height - 1, box.y)),
});

/** The first of `candidates` that is clear of all in `taken`, else undefined. */
export const firstClear = (candidates: readonly Box[], taken: readonly Box[]): Box | undefined =>
  candidates.find((box) => !taken.some((it) => overlaps(box, it)));

/** Places for a label of a zone: its middle, then a raster of others inside it, the nearest to the middle first. */
export function zonePlaces(bounds: Box, middle: readonly [number, number], width: number, height: number): Box[] {
  const inset = 5;
  const [left, right] = [bounds.x + inset, bounds.x + bounds.width - width - inset];
  const [top, bottom] = [bounds.y + inset, bounds.y + bounds.height - height - inset];
  const at = (x: number, y: number): Box => ({ x, y, width, height });
  const best = at(middle[0] - width / 2, middle[1] - height / 2);
  const others: Box[] = [];
  for (const v of [0, 0.5, 1]) {
    for (let u = 0; u <= 12; u++) others.push(at(left + ((right - left) * u) / 12, top + (bottom - top) * v));
  }
  const distance = (box: Box): number => Math.hypot(box.x - best.x, box.y - best.y);
  return [best, ...others.sort((a, b) => distance(a) - distance(b))];
}

let context: CanvasRenderingContext2D | null | undefined;
const widths = new Map<string, number>();
/** Width of a text in the labels' font, which is the reader's own and therefore measured. */
export function textWidth(text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    context ??= document.createElement('canvas').getContext('2d');
    if (context) context.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
    width = Math.ceil(context?.measureText(text).width ?? text.length * 8);
    widths.set(text, width);
  }
  return width;
}
