const WIDTH = 30;

/** A bar on stderr: drawn in place on a terminal, a line for each tenth elsewhere. */
export function progressBar(label: string, stream: NodeJS.WriteStream = process.stderr): (share: number) => void {
  let shown = -1;
  return (share) => {
    const step = Math.floor(share * (stream.isTTY ? 100 : 10));
    if (step === shown) return;
    shown = step;
    const done = Math.round(share * WIDTH);
    const bar = `${label} [${'#'.repeat(done)}${'.'.repeat(WIDTH - done)}] ${Math.round(share * 100)} %`;
    stream.write(stream.isTTY ? `\r${bar}${share >= 1 ? '\n' : ''}` : `${bar}\n`);
  };
}
