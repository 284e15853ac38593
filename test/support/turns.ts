/** Counts turns of the event loop until it is told to end. */
export function countTurns(): () => number {
  let turns = 0;
  let done = false;
  const count = () => {
    turns++;
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  return () => {
    done = true;
    return turns;
  };
}
