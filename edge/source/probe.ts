import { AisleError } from '../../models/contract/errors.ts';
import { runTool } from '../../models/host/child.ts';
import { withoutAddresses } from './decode.ts';

export interface Probe {
  width: number;
  height: number;
  /** As the container says; undefined where it says nothing usable. */
  fps: number | undefined;
}

/**
 * Size and frame rate of the first video stream, by ffprobe. `before` are its input options. What it throws names no
 * address: those may hold passwords.
 */
export async function probeVideo(
  input: string,
  before: readonly string[],
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Probe> {
  const fields = 'stream=width,height,avg_frame_rate,r_frame_rate';
  const args = ['-v', 'error', ...before, '-select_streams', 'v:0', '-show_entries', fields, '-of', 'json', input];
  const text = await runTool('ffprobe', args, { timeoutMs, debianPackage: 'ffmpeg', signal }).catch(
    (error: AisleError) => {
      throw new AisleError(error.code, withoutAddresses(error.message), error.fix);
    },
  );
  const answer = JSON.parse(text) as {
    streams?: { width: number; height: number; avg_frame_rate: string; r_frame_rate: string }[];
  };
  const stream = answer.streams?.[0];
  if (!stream?.width || !stream.height) {
    throw new AisleError('BAD_INPUT', 'it holds no video', 'Give a video that ffmpeg can read.');
  }
  return { width: stream.width, height: stream.height, fps: rate(stream.avg_frame_rate) ?? rate(stream.r_frame_rate) };
}

function rate(text: string): number | undefined {
  const [a, b] = text.split('/').map(Number);
  const value = a / (b || 1);
  return Number.isFinite(value) && value > 0 && value <= 240 ? value : undefined;
}
