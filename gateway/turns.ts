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

/**
 * For long work in the gateway's own thread, to be called between its pieces: waits for another turn where this one has
 * lasted long enough.
 */
export function pieces(mostMs = PIECE_MS): () => Promise<void> | undefined {
  let begunMs = performance.now();
  return () => {
    if (performance.now() - begunMs < mostMs) return undefined;
    return nextTurn().then(() => {
      begunMs = performance.now();
    });
  };
}

/** Makes one thing of each, in pieces; `rest` as `pieces` gives it. */
export async function inPieces<T, U>(
  items: readonly T[],
  rest: () => Promise<void> | undefined,
  make: (item: T, i: number) => U,
): Promise<U[]> {
  const made: U[] = [];
  for (let i = 0; i < items.length; i++) {
    if (i % ITEMS_A_LOOK === ITEMS_A_LOOK - 1) await rest();
    made.push(make(items[i], i));
  }
  return made;
}

const ITEMS_A_LOOK = 64;
