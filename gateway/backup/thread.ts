import type { Progress } from '../jobs/job.ts';
import { type BackUpInput, backUp } from './back-up.ts';

/** A back-up in a worker thread. */
export const run = (input: BackUpInput, progress: Progress, signal: AbortSignal) => backUp(input, progress, signal);
