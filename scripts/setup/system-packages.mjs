import { existsSync } from 'node:fs';
import { findProgram, run } from './process.mjs';
import { StepFailure } from './runner.mjs';

/**
 * What the project needs from the system: Debian's package, and a quick look whether it is there. The look is for the
 * program or file itself, so that one that was installed in another way counts too.
 */
const program = (name, debian = name) => ({ debian, isThere: () => findProgram(name) !== undefined });
const file = (path, debian) => ({ debian, isThere: () => existsSync(path) });

export const START_PACKAGES = [program('ffmpeg')];
export const COMPILER_PACKAGES = [program('python3'), program('make'), program('g++')];
export const OPENCV_PACKAGES = [
  ...COMPILER_PACKAGES,
  program('pkg-config'),
  program('ccache'),
  file('/usr/include/opencv4/opencv2/core.hpp', 'libopencv-dev'),
];
/** The tests' network camera: an RTSP server that is driven from Python. */
const documented = (debian) => file(`/usr/share/doc/${debian}`, debian);
const RTSP_PACKAGES = [
  documented('python3-gi'),
  documented('gir1.2-gst-rtsp-server-1.0'),
  documented('gstreamer1.0-plugins-base'),
  documented('gstreamer1.0-plugins-good'),
];
export const TEST_PACKAGES = [
  ...START_PACKAGES,
  ...OPENCV_PACKAGES,
  ...RTSP_PACKAGES,
  program('chromium'),
  documented('libvulkan1'),
  { debian: 'mosquitto', isThere: () => findProgram('mosquitto', systemPath()) !== undefined },
];

/** Debian keeps servers in folders that a normal user's PATH leaves out. */
function systemPath() {
  return `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin`;
}

/** Debian's names of those that are not there. */
export function missingPackages(wanted) {
  return wanted.filter((it) => !it.isThere()).map((it) => it.debian);
}

/**
 * Installs packages with apt-get, as root or through sudo. Throws a StepFailure that says the command to run by hand
 * where neither is to be had.
 */
export async function installPackages(names) {
  const install = ['install', '-y', '--no-install-recommends', ...names];
  const byHand = `sudo apt-get update && sudo apt-get ${install.join(' ')}`;
  if (findProgram('apt-get') === undefined) {
    const fix = "Install them with your system's package manager (the names are Debian's), then try again.";
    throw new StepFailure(`missing: ${names.join(', ')}, and this system has no apt-get`, fix);
  }
  const asRoot = await rootPrefix(names, byHand);
  const fix = `See what apt-get says above; by hand: ${byHand}`;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '-o', 'DPkg::Lock::Timeout=120', ...args];
    return run(command, rest, { env, fix });
  };
  await aptGet(['update']);
  await aptGet(install);
  if (names.includes('mosquitto')) await stopService(asRoot, 'mosquitto');
}

/** Debian starts a server when it installs it. The tests start their own, and ours wants the port: stop that one. */
async function stopService(asRoot, name) {
  if (!existsSync('/run/systemd/system')) return;
  const [command, ...rest] = [...asRoot, 'systemctl', 'disable', '--now', name];
  await run(command, rest, { fix: `Stop it by hand: sudo systemctl disable --now ${name}` });
}

async function rootPrefix(names, byHand) {
  if (process.getuid?.() === 0) return [];
  const fix = `Run this once, then try again: ${byHand}`;
  if (findProgram('sudo') === undefined) {
    throw new StepFailure(`missing: ${names.join(', ')}; installing them needs root, and there is no sudo`, fix);
  }
  if (process.stdin.isTTY) return ['sudo'];
  await run('sudo', ['-n', 'true'], { fix });
  return ['sudo', '-n'];
}
