import { tenth } from './eye.ts';
import type { Package } from './packages.ts';

/** Shading that all packages share, in the units of what it fills. */
export const SHADES = `<linearGradient id="round"><stop offset="0" stop-color="#000" stop-opacity=".5"/><stop offset=".28" stop-color="#fff" stop-opacity=".38"/><stop offset=".5" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".55"/></linearGradient><linearGradient id="flat" x2="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".16"/><stop offset="1" stop-color="#000" stop-opacity=".18"/></linearGradient><linearGradient id="soft" x2=".9" y2="1"><stop offset="0" stop-color="#000" stop-opacity=".3"/><stop offset=".25" stop-color="#fff" stop-opacity=".42"/><stop offset=".45" stop-color="#fff" stop-opacity="0"/><stop offset=".62" stop-color="#fff" stop-opacity=".22"/><stop offset="1" stop-color="#000" stop-opacity=".42"/></linearGradient>`;

/** A package's front, `w` × `h` centimetres with the origin top left, as the inside of an SVG group. */
export function artworkOf(look: Package, w: number, h: number): string {
  const shape = silhouette(look, w, h);
  const { base } = look;
  if (look.kind === 'bottle') {
    // Glass or plastic in a darker tone of its colour, a cap, and a label around its belly.
    const cap = rect(w * 0.36, 0, w * 0.28, h * 0.07, look.second);
    const label = `<g transform="translate(${tenth(w * 0.04)} ${tenth(h * 0.42)})">${printOf(look, w * 0.92, h * 0.44)}</g>`;
    const body = `<path d="${shape}" fill="${base}"/><path d="${shape}" fill="#101418" fill-opacity=".35"/>`;
    return `${body}${cap}${label}<path d="${shape}" fill="url(#round)"/>`;
  }
  if (look.kind === 'can') {
    const rims = rect(0, 0, w, h * 0.05, '#b9bec4') + rect(0, h * 0.95, w, h * 0.05, '#8e949b');
    return `${printOf(look, w, h)}${rims}<path d="${shape}" fill="url(#round)"/>`;
  }
  const shade = look.kind === 'bag' ? 'soft' : 'flat';
  if (look.kind === 'box') return `${printOf(look, w, h)}<path d="${shape}" fill="url(#${shade})"/>`;
  // A bag is printed on its middle; its seams have the ground's colour.
  const inner = `<g transform="translate(${tenth(w * 0.1)} ${tenth(h * 0.12)})">${printOf(look, w * 0.8, h * 0.76)}</g>`;
  const seams =
    rect(w * 0.03, 0, w * 0.94, h * 0.05, look.second) + rect(w * 0.03, h * 0.96, w * 0.94, h * 0.04, '#000');
  return `<path d="${shape}" fill="${base}"/>${inner}<g fill-opacity=".55">${seams}</g><path d="${shape}" fill="url(#${shade})"/>`;
}

/** A package's outline, of the same size: what hides, and what a shadow falls on. */
export function silhouette({ kind }: Package, w: number, h: number): string {
  const at = (x: number, y: number) => `${tenth(x * w)} ${tenth(y * h)}`;
  if (kind === 'bottle') {
    return `M${at(0.36, 0)}L${at(0.64, 0)}L${at(0.66, 0.18)}Q${at(0.98, 0.26)} ${at(1, 0.4)}L${at(1, 0.97)}Q${at(0.98, 1)} ${at(0.9, 1)}L${at(0.1, 1)}Q${at(0.02, 1)} ${at(0, 0.97)}L${at(0, 0.4)}Q${at(0.02, 0.26)} ${at(0.34, 0.18)}Z`;
  }
  if (kind === 'bag') {
    return `M${at(0.03, 0)}L${at(0.97, 0)}L${at(0.94, 0.06)}Q${at(1.08, 0.55)} ${at(0.95, 0.95)}L${at(0.98, 1)}L${at(0.02, 1)}L${at(0.04, 0.95)}Q${at(-0.08, 0.55)} ${at(0.06, 0.06)}Z`;
  }
  return `M${at(0, 0)}L${at(1, 0)}L${at(1, 1)}L${at(0, 1)}Z`;
}

/** What is printed: ground, pattern, the maker's mark, a plate with the name and some lines, all without letters. */
function printOf(look: Package, w: number, h: number): string {
  const { base, second, ink, lines } = look;
  const size = Math.min(w, h);
  const parts = [rect(0, 0, w, h, base), patternOf(look, w, h)];
  parts.push(markOf(look, w / 2, h * 0.27, size * 0.24));
  // The name is a thick bar on a plate.
  parts.push(rect(w * 0.08, h * 0.47, w * 0.84, h * 0.16, second));
  parts.push(rect(w * 0.14, h * 0.51, w * 0.72 * lines[0], h * 0.07, ink === '#22262e' ? '#f6f3ea' : '#22262e'));
  const small = lines.slice(1).map((length, i) => box(w * 0.14, h * (0.69 + 0.07 * i), w * 0.72 * length, h * 0.028));
  parts.push(`<path d="${small.join('')}" fill="${ink}"/>`);
  return parts.join('');
}

function patternOf({ pattern, second }: Package, w: number, h: number): string {
  // One path for all of it: an element costs more than its pixels.
  const soft = (parts: readonly string[]) => `<path d="${parts.join('')}" fill="${second}" fill-opacity=".6"/>`;
  const numbers = [0, 1, 2, 3, 4];
  const spot = (x: number, y: number, r: number) =>
    `M${tenth(x - r)} ${tenth(y)}a${tenth(r)} ${tenth(r)} 0 1 0 ${tenth(2 * r)} 0a${tenth(r)} ${tenth(r)} 0 1 0 ${tenth(-2 * r)} 0Z`;
  switch (pattern) {
    case 'band':
      return soft([box(0, 0, w, h * 0.12), box(0, h * 0.88, w, h * 0.12)]);
    case 'stripes':
      return soft(numbers.map((i) => box(((i + 0.3) * w) / 5, 0, w / 12, h)));
    case 'dots':
      return soft(numbers.flatMap((i) => numbers.map((j) => spot(((i + 0.5) * w) / 5, ((j + 0.5) * h) / 5, w / 26))));
    case 'wave':
      return `<path d="M0 ${tenth(h * 0.75)}Q${tenth(w * 0.25)} ${tenth(h * 0.58)} ${tenth(w * 0.5)} ${tenth(h * 0.72)}T${tenth(w)} ${tenth(h * 0.66)}L${tenth(w)} ${tenth(h)}L0 ${tenth(h)}Z" fill="${second}" fill-opacity=".7"/>`;
    case 'corner':
      return `<path d="M0 0L${tenth(w * 0.6)} 0L0 ${tenth(h * 0.45)}Z" fill="${second}"/>`;
    default:
      return '';
  }
}

function markOf({ mark, second, ink }: Package, x: number, y: number, r: number): string {
  const at = (dx: number, dy: number) => `${tenth(x + dx * r)} ${tenth(y + dy * r)}`;
  const outline: Record<Package['mark'], string> = {
    disc: '',
    diamond: `M${at(0, -1)}L${at(1, 0)}L${at(0, 1)}L${at(-1, 0)}Z`,
    shield: `M${at(-0.9, -0.9)}L${at(0.9, -0.9)}L${at(0.8, 0.2)}L${at(0, 1)}L${at(-0.8, 0.2)}Z`,
    star: `M${at(0, -1)}L${at(0.3, -0.3)}L${at(1, -0.2)}L${at(0.45, 0.25)}L${at(0.6, 1)}L${at(0, 0.6)}L${at(-0.6, 1)}L${at(-0.45, 0.25)}L${at(-1, -0.2)}L${at(-0.3, -0.3)}Z`,
    leaf: `M${at(-1, 0.8)}Q${at(-0.8, -0.9)} ${at(1, -0.9)}Q${at(0.9, 0.9)} ${at(-1, 0.8)}Z`,
  };
  const shape = mark === 'disc' ? disc(x, y, r, second) : `<path d="${outline[mark]}" fill="${second}"/>`;
  return shape + disc(x, y, r * 0.34, ink);
}

const box = (x: number, y: number, w: number, h: number): string =>
  `M${tenth(x)} ${tenth(y)}h${tenth(w)}v${tenth(h)}h${tenth(-w)}Z`;

const rect = (x: number, y: number, w: number, h: number, fill: string): string =>
  `<path d="${box(x, y, w, h)}" fill="${fill}"/>`;

const disc = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${tenth(x)}" cy="${tenth(y)}" r="${tenth(r)}" fill="${fill}"/>`;
