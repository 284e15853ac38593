import type { Source } from '../../models/contract/source.ts';
import { openCamera } from './camera.ts';
import type { SourcePlugin } from './source.ts';

type RtspSource = Extract<Source, { kind: 'rtsp' }>;

/** A network camera. ffmpeg gives up after 8 s of silence on the socket, which makes the loss known. */
export const rtsp: SourcePlugin<RtspSource> = {
  kind: 'rtsp',
  open: (config, options) =>
    openCamera(
      config.url,
      [
        '-protocol_whitelist',
        'rtsp,rtsps,rtp,tcp,udp,tls',
        '-rtsp_transport',
        config.transport ?? 'tcp',
        '-timeout',
        '8000000',
      ],
      options,
    ),
};
