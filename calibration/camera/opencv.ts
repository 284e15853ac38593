import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { AisleError } from '../../models/contract/errors.ts';
import { PROJECT } from '../../models/host/paths.ts';
import type { FromWorker, ToWorker } from './opencv-worker.ts';

/** A point in the picture and where it is on the floor. */
export interface PointPair {
  px: readonly [number, number];
  m: readonly [number, number];
}

/** What we use OpenCV for. Calls may overlap; they are answered in order. */
export interface OpenCv {
  /**
   * The homography px → m, 9 numbers row by row, the last of them 1.
   * With `thresholdM` points that end up further off than that do not count (RANSAC, the same result each time);
   * without it all points count (least squares). Throws BAD_INPUT with fewer than 4 points or all on one line.
   */
  findHomography(points: readonly PointPair[], options?: { thresholdM?: number }): Promise<number[]>;
  /** Ends the process. Calls that are still open throw. */
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('./opencv-worker.ts', import.meta.url));
const FIX = 'Build the OpenCV binding (about 5 minutes, once): npm run setup:opencv';

/** The binding wants these: use the system's OpenCV, and leave the garbage collector out of its memory. */
const ENV = { OPENCV4NODEJS_DISABLE_AUTOBUILD: '1', OPENCV4NODEJS_DISABLE_EXTERNAL_MEM_TRACKING: '1' };

/**
 * Starts OpenCV in a process of its own: the binding ends the process that it is in when two threads load it or a Mat
 * is forgotten. Throws TOOL_MISSING when the binding is not built.
 */
export async function openOpenCv(): Promise<OpenCv> {
  const child = fork(WORKER, {
    cwd: PROJECT,
    env: { ...process.env, ...ENV },
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const opened = new OpenCvProcess(child);
  await opened.ready;
  return opened;
}

interface Waiting {
  resolve: (homography: number[]) => void;
  reject: (error: Error) => void;
}

class OpenCvProcess implements OpenCv {
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #said = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-2000);
    });
    this.ready = new Promise((resolve, reject) => {
      child.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'unavailable') reject(unavailable(message.reason));
        else this.#settle(message);
      });
      child.once('error', (error) => reject(unavailable(error.message)));
      child.once('exit', (code, signal) => {
        const ended = unavailable(`its process ended with ${signal ?? `code ${code}`}: ${this.#said.trim()}`);
        reject(ended);
        for (const { reject: rejectCall } of this.#waiting.values()) rejectCall(ended);
        this.#waiting.clear();
      });
    });
  }

  async findHomography(points: readonly PointPair[], { thresholdM }: { thresholdM?: number } = {}): Promise<number[]> {
    if (points.length < 4) {
      throw new AisleError('BAD_INPUT', `${points.length} points, at least 4 are needed`, 'Mark more points.');
    }
    if (!this.#child.connected) throw unavailable('its process has ended');
    const id = this.#nextId++;
    const message: ToWorker = { id, points: points.map(({ px, m }) => ({ px, m })), thresholdM };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send(message);
    });
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }

  #settle(message: Extract<FromWorker, { id: number }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'homography') waiting?.resolve(message.homography);
    else waiting?.reject(new AisleError('BAD_INPUT', message.reason, 'Mark points that are spread over the floor.'));
  }
}

function unavailable(reason: string): AisleError {
  return new AisleError('TOOL_MISSING', `OpenCV cannot be used: ${reason}`, FIX);
}
