/** Whoever waits for a turn of the event loop; one goes on in each, so that many long requests hold it no longer than one. */
const waiting: (() => void)[] = [];

function goOn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(goOn);
}

/** Resolves in a later turn of the event loop, after what came in meanwhile has been looked at. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(goOn);
  });
}

/** How long one piece of a long work may hold the event loop. */
const PIECE_MS = 8;

/** To be called between pieces: something to wait for where this turn has lasted long enough. */
export type Rest = () => Promise<void> | undefined;

/**
 * For long work in the gateway's own thread, to be called between its pieces: waits for another turn where this one has
 * lasted long enough.
 */
export function pieces(mostMs = PIECE_MS): Rest {
  let begunMs = performance.now();
  return () => {
    if (performance.now() - begunMs < mostMs) return undefined;
    return nextTurn().then(() => {
      begunMs = performance.now();
    });
  };
}

/** Long work that may be left off wherever it yields. */
export type Work<T> = Generator<void, T, void>;

/** Does such work in one go. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Does such work for one item after the other, in pieces. */
export async function eachInTurns<T, U>(
  items: readonly T[],
  rest: Rest,
  work: (item: T, i: number) => Work<U>,
): Promise<U[]> {
  const made: U[] = [];
  for (let i = 0; i < items.length; i++) {
    const one = work(items[i], i);
    let step = one.next();
    for (; !step.done; step = one.next()) {
      const pause = rest();
      if (pause) await pause;
    }
    made.push(step.value);
  }
  return made;
}

/** Makes one thing of each, in pieces; `rest` as `pieces` gives it. */
export async function inPieces<T, U>(items: readonly T[], rest: Rest, make: (item: T, i: number) => U): Promise<U[]> {
  const made: U[] = [];
  for (let i = 0; i < items.length; i++) {
    if (i % ITEMS_A_LOOK === ITEMS_A_LOOK - 1) await rest();
    made.push(make(items[i], i));
  }
  return made;
}

const ITEMS_A_LOOK = 64;

/** What is sent part by part, a new turn begun where the parts so far have taken long. An empty part is only a pause. */
export async function* partByPart<T extends string | Uint8Array>(parts: Iterable<T>): AsyncGenerator<T> {
  const rest = pieces();
  for (const part of parts) {
    if (part.length > 0) yield part;
    await rest();
  }
}
