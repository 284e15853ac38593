import type { Note } from '../../models/contract/notes.ts';

export interface NoteTables {
  /** Every revision of every note: rows are added, never changed. Times are UTC milliseconds. */
  note: {
    id: string;
    revision: number;
    store: string;
    start: number;
    until: number;
    kind: Note['kind'];
    text: string;
    effect: Note['effect'];
    withdrawn: number;
    author: string;
    written: number;
  };
}
