import type { MotRow } from '../../models/contract/mot.ts';
import { clearMot } from './clear.ts';
import { hota } from './hota.ts';
import { identity } from './identity.ts';
import { lineUp } from './sequence.ts';

/** Quality of a tracks file. Ratios are fractions; IDSW, FP, FN, frag, MT, PT, ML and GT (people) are counts. */
export interface TrackScores {
  HOTA: number;
  DetA: number;
  AssA: number;
  LocA: number;
  MOTA: number;
  MOTP: number;
  IDF1: number;
  IDP: number;
  IDR: number;
  recall: number;
  precision: number;
  IDSW: number;
  FP: number;
  FN: number;
  frag: number;
  MT: number;
  PT: number;
  ML: number;
  GT: number;
}

/** Measures a result against its ground truth, both as rows of MOTChallenge text. Throws BAD_INPUT on a doubled id. */
export function evalTracks(gtRows: readonly MotRow[], resultRows: readonly MotRow[]): TrackScores {
  const sequence = lineUp(gtRows, resultRows);
  const { HOTA, DetA, AssA, LocA } = hota(sequence);
  const { MOTA, MOTP, recall, precision, IDSW, FP, FN, frag, MT, PT, ML } = clearMot(sequence);
  const { IDF1, IDP, IDR } = identity(sequence);
  const GT = sequence.gtIds;
  return { HOTA, DetA, AssA, LocA, MOTA, MOTP, IDF1, IDP, IDR, recall, precision, IDSW, FP, FN, frag, MT, PT, ML, GT };
}
