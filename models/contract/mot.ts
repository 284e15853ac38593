import { AisleError } from './errors.ts';

/** One row of a MOTChallenge text file. Pixels; `frame` counts from 1; `id` is −1 for a plain detection. */
export interface MotRow {
  frame: number;
  id: number;
  left: number;
  top: number;
  width: number;
  height: number;
  /** Detection score, or in ground truth the flag (0: not evaluated). */
  score: number;
  /** Columns 8, 9 and 10 as they stand (class, visibility, or world coordinates), NaN where there are none. */
  extra: readonly [number, number, number];
}

/** Ids beyond this cannot be told apart as JSON numbers. */
const LARGEST_ID = Number.MAX_SAFE_INTEGER;

/**
 * Parses MOTChallenge text: `frame,id,left,top,width,height,score[,x,y,z]`, comma or blank separated.
 * Rows stay in file order. `faultOf` may find more wrong with a row. Throws BAD_INPUT with the line's number at the first row that is not usable.
 */
export function parseMot(
  text: string,
  name = 'input',
  faultOf: (row: MotRow, lineNumber: number) => string | undefined = () => undefined,
): MotRow[] {
  const rows: MotRow[] = [];
  let lineNumber = 0;
  for (const line of text.split('\n')) {
    lineNumber++;
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const f = trimmed.split(/\s*[,;]\s*|\s+/).map((cell) => (cell === '' ? Number.NaN : Number(cell)));
    const refuse = (fault: string) =>
      new AisleError('BAD_INPUT', `${name}:${lineNumber}: ${fault}`, 'Mend or remove that line and try again.');
    const wrong = rowFault(f);
    if (wrong !== undefined) throw refuse(wrong);
    const row: MotRow = {
      frame: f[0],
      id: f[1],
      left: f[2],
      top: f[3],
      width: f[4],
      height: f[5],
      score: f.length > 6 ? f[6] : 1,
      extra: [f[7] ?? Number.NaN, f[8] ?? Number.NaN, f[9] ?? Number.NaN],
    };
    const fault = faultOf(row, lineNumber);
    if (fault !== undefined) throw refuse(fault);
    rows.push(row);
  }
  return rows;
}

/**
 * The same for a file of tracks: each row needs a track's id, and a frame has each id once, since one twice would count
 * a person twice.
 */
export function parseTracks(text: string, name = 'input'): MotRow[] {
  const seen = new Map<string, number>();
  return parseMot(text, name, ({ frame, id }, lineNumber) => {
    if (id < 0) return `id ${id} is no track's; plain detections go through "aisle track" first`;
    const key = `${frame} ${id}`;
    const first = seen.get(key);
    seen.set(key, lineNumber);
    return first === undefined ? undefined : `id ${id} is in frame ${frame} twice, first in line ${first}`;
  });
}

function rowFault(f: readonly number[]): string | undefined {
  if (f.length < 6) return `${f.length} columns, at least 6 are needed (frame,id,left,top,width,height)`;
  for (let i = 0; i < Math.min(f.length, 7); i++) {
    if (!Number.isFinite(f[i])) return `column ${i + 1} is not a number`;
  }
  if (!Number.isInteger(f[0]) || f[0] < 0) return `frame ${f[0]} is not a whole number from 0 on`;
  if (!Number.isInteger(f[1]) || Math.abs(f[1]) > LARGEST_ID) return `id ${f[1]} is not a whole number below 2^53`;
  if (f[4] <= 0 || f[5] <= 0) return `the box is ${f[4]} × ${f[5]} pixels; width and height must be positive`;
  return undefined;
}

/** One line of MOTChallenge text, without a line end; coordinates to 0.01 px, score to 0.0001. */
export function formatMotRow(row: Omit<MotRow, 'extra'>): string {
  const px = (v: number) => String(Math.round(v * 100) / 100);
  const score = String(Math.round(row.score * 1e4) / 1e4);
  return `${row.frame},${row.id},${px(row.left)},${px(row.top)},${px(row.width)},${px(row.height)},${score},-1,-1,-1`;
}
