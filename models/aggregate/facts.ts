/**
 * What the events of one camera say to the book: each call is a fact at a moment (UTC ms). `variance` is that of the
 * count: a fact that is surely one adds 0.
 */
export interface Facts {
  /** The camera saw the span between two of its frames. */
  seen(camera: string, fromMs: number, toMs: number): void;
  /** `count` people were on the floor for dtS seconds up to tMs. */
  onFloor(floor: string, tMs: number, dtS: number, count: number): void;
  /** A person was in a cell for dtS seconds up to tMs; `person` tells the people of one camera apart, nothing more. */
  inCell(floor: string, cell: number, tMs: number, dtS: number, person: string): void;
  inZone(zone: string, tMs: number, dtS: number, count: number): void;
  visitBegan(zone: string, tMs: number, variance: number): void;
  visitEnded(zone: string, tMs: number, dwellS: number, censored: boolean): void;
  moved(from: string, to: string, tMs: number, variance: number): void;
  crossed(line: string, direction: 'in' | 'out', tMs: number, variance: number, person: string): void;
}
