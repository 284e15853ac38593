/** A step that cannot go on: `message` is the reason, `fix` says what to do about it. */
export class StepFailure extends Error {
  constructor(reason, fix) {
    super(reason);
    this.name = 'StepFailure';
    this.fix = fix;
  }
}

/**
 * @typedef {object} Step
 * @property {string} name shown as it is
 * @property {() => boolean | Promise<boolean>} isDone quick: true when there is nothing to do
 * @property {() => unknown} run does it; throws a StepFailure, or anything else, when it cannot
 * @property {string} [fix] what to do when `run` throws something that is not a StepFailure
 */

/**
 * Runs the steps in order and shows `[2/7] system packages … ok 12 s` for each. Stops at the first that fails, with
 * its name, the reason and the fix.
 * @param {Step[]} steps
 * @param {{ write(text: string): unknown, isTTY?: boolean }} out
 * @returns {Promise<boolean>} whether all of them are done
 */
export async function runSteps(steps, out = process.stdout) {
  for (const [index, step] of steps.entries()) {
    const head = `[${index + 1}/${steps.length}] ${step.name} … `;
    const startedMs = performance.now();
    const seconds = () => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
    out.write(head);
    // A person at a terminal sees the seconds run, so that a long step does not look like a hang.
    const ticker = out.isTTY ? setInterval(() => out.write(`\r${head}${seconds()} `), 1000) : undefined;
    try {
      const did = !(await step.isDone());
      if (did) await step.run();
      clearInterval(ticker);
      out.write(`${out.isTTY ? `\r${head}` : ''}ok ${did ? seconds() : '(nothing to do)'}\n`);
    } catch (error) {
      clearInterval(ticker);
      out.write(`${out.isTTY ? `\r${head}` : ''}failed after ${seconds()}\n${explain(step, error)}`);
      return false;
    }
  }
  return true;
}

function explain(step, error) {
  const reason = error instanceof StepFailure ? error.message : (error?.stack ?? String(error));
  const fix = error.fix ?? step.fix ?? 'This is a fault of the set-up itself: please report it with the lines above.';
  const indent = (text) => text.replaceAll('\n', '\n          ');
  return `  step:   ${step.name}\n  reason: ${indent(reason)}\n  fix:    ${indent(fix)}\n`;
}
