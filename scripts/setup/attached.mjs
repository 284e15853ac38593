import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ctrl-C at a terminal reaches the child by itself; a second one from us could look like impatience. */
const toForward = (signal) => !(signal === 'SIGINT' && process.stdin.isTTY);

/**
 * Runs a command that shares our terminal. Signals to us go on to it, and we wait until it has ended.
 * @returns {Promise<number>} its exit code; 128 + the signal's number where a signal ended it
 */
export function runAttached(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    const forwarders = FORWARDED.map((signal) => [signal, () => toForward(signal) && child.kill(signal)]);
    for (const [signal, forward] of forwarders) process.on(signal, forward);
    const settle = (outcome) => {
      for (const [signal, forward] of forwarders) process.off(signal, forward);
      outcome();
    };
    child.on('error', (error) => settle(() => reject(error)));
    child.on('exit', (code, signal) => settle(() => resolve(code ?? 128 + constants.signals[signal])));
  });
}
