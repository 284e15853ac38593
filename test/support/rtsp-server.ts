import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./rtsp-server.py', import.meta.url));
/** Debian's own: its packages serve no other. */
const PYTHON = '/usr/bin/python3';
const PROBE = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer";

/** Why there is no RTSP server on this machine, for a suite's name; empty where there is one. */
export const NO_RTSP = (() => {
  try {
    execFileSync(PYTHON, ['-c', PROBE], { stdio: 'ignore' });
    return '';
  } catch {
    return ' (skipped: no python3-gi with gir1.2-gst-rtsp-server-1.0)';
  }
})();

/** A camera on the network, as a process of its own. */
export class RtspServer {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** Starts it; port 0 is any free one. */
  static async start(port = 0): Promise<RtspServer> {
    const child = spawn(PYTHON, [SCRIPT, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const said = await Promise.race([
      once(child.stdout!, 'data').then(([data]) => String(data)),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the RTSP server ended with ${code}`))),
    ]);
    return new RtspServer(child, Number(said.trim()));
  }

  get url(): string {
    return `rtsp://owner:s3cret@127.0.0.1:${this.port}/camera`;
  }

  /** As if its cable were pulled: sockets stay open, nothing comes. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}
