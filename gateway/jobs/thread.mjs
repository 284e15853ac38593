import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// A worker thread does not get its parent's loader: TypeScript is taught to it here.
register();
const { serve } = await import('./thread.ts');
await serve(workerData);
