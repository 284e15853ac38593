import type { Generated } from 'kysely';
import type { ReferenceImport } from '../../models/contract/reference.ts';
import type { ReferenceKindName } from '../../models/contract/reference-rows.ts';

export interface ReferenceTables {
  /**
   * Every version of every row, in two times: `valid_from` and `valid_to` say for which business days it holds (with
   * them), `recorded` and `revision` since when we know. Rows are added, never changed. No `body`: ended from then on.
   */
  reference: {
    store: string;
    kind: ReferenceKindName;
    key: string;
    /** Empty: since ever. */
    valid_from: string;
    /** Null: open-ended. */
    valid_to: string | null;
    revision: number;
    /** 1: it was told with its effective date; 0: it holds from the day on which it was told, or since ever. */
    dated: 0 | 1;
    recorded: number;
    import: number;
    body: string | null;
  };
  reference_import: {
    id: Generated<number>;
    store: string;
    kind: ReferenceKindName;
    name: string;
    via: ReferenceImport['via'];
    state: ReferenceImport['state'];
    started: number;
    ended: number | null;
    accepted: number;
    duplicates: number;
    rejected: number;
    error: string | null;
  };
  /** The first of each import. */
  reference_reject: { import: number; line: number; field: string; reason: string };
}
