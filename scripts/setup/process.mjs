import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StepFailure } from './runner.mjs';

/** So many lines of a failed command's output are shown. */
const SHOWN_LINES = 16;

/**
 * Runs a command without standard input and waits for it; its output is kept back.
 * Throws a StepFailure when it cannot be started, or ends with another code than 0: then with its first and last lines.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, fix: string, shownLines?: number }} options
 * @returns {Promise<string>} what it wrote to its standard output
 */
export function run(command, args, { cwd, env, fix, shownLines = SHOWN_LINES }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let both = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
      both += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      both += chunk;
    });
    child.on('error', (error) => reject(new StepFailure(`${command} cannot be started: ${error.message}`, fix)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const how = signal === null ? `code ${code}` : `signal ${signal}`;
      const reason = [`${[command, ...args].join(' ')} ended with ${how}`, ...excerpt(both, shownLines)].join('\n');
      reject(new StepFailure(reason, fix));
    });
  });
}

/** The lines of a text that are not blank; of many, a third from the start and the rest from the end. */
export function excerpt(text, count) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length <= count) return lines;
  const first = Math.floor(count / 3);
  return [...lines.slice(0, first), `… ${lines.length - count} lines left out …`, ...lines.slice(first - count)];
}

/** The full path of a program on PATH, or undefined. */
export function findProgram(name, path = process.env.PATH ?? '') {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      if (statSync(candidate).isFile()) return candidate;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}
