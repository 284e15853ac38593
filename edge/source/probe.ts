import { runTool } from '../../models/host/child.ts';

export interface Probe {
  width: number;
  height: number;
  /** As the container says; undefined where it says nothing usable. */
  fps: number | undefined;
}

/** Size and frame rate of the first video stream, by ffprobe. `before` are its input options. */
export async function probeVideo(input: string, before: readonly string[], timeoutMs: number): Promise<Probe> {
  const fields = 'stream=width,height,avg_frame_rate,r_frame_rate';
  const args = ['-v', 'error', ...before, '-select_streams', 'v:0', '-show_entries', fields, '-of', 'json', input];
  const answer = JSON.parse(await runTool('ffprobe', args, timeoutMs, 'ffmpeg')) as {
    streams?: { width: number; height: number; avg_frame_rate: string; r_frame_rate: string }[];
  };
  const stream = answer.streams?.[0];
  if (!stream?.width || !stream.height) throw new Error('it holds no video');
  return { width: stream.width, height: stream.height, fps: rate(stream.avg_frame_rate) ?? rate(stream.r_frame_rate) };
}

function rate(text: string): number | undefined {
  const [a, b] = text.split('/').map(Number);
  const value = a / (b || 1);
  return Number.isFinite(value) && value > 0 && value <= 240 ? value : undefined;
}
