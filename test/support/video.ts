import { execFileSync } from 'node:child_process';

/** Makes a small moving picture with ffmpeg: 160 × 120, its counter tells the frames apart. */
export function makeVideo(path: string, { frames = 20, fps = 10, codec = 'mjpeg' } = {}): string {
  const input = ['-f', 'lavfi', '-i', `testsrc=size=160x120:rate=${fps}`, '-frames:v', String(frames)];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, '-c:v', codec, '-pix_fmt', 'yuvj420p', path]);
  return path;
}
