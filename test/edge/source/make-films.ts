import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { makeVideo } from '../../support/video.ts';

/** Videos, folders of pictures and recorded detections, and what is none of them, in a folder. */
export async function makeFilms(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  makeVideo(at('film.avi'));
  makeVideo(at('bare.mjpeg'));
  writeFileSync(at('text.avi'), 'this is no film');
  writeFileSync(at('empty.avi'), '');
  mkdirSync(at('pictures'));
  mkdirSync(at('nothing'));
  const picture = (level: number) =>
    sharp({ create: { width: 60, height: 40, channels: 3, background: { r: level, g: 0, b: 0 } } });
  // Names whose order as text is not their order as numbers; one grey, one with an alpha channel.
  await picture(30).jpeg().toFile(at('pictures/f_000010.jpg'));
  await picture(10).png().toFile(at('pictures/f_1.png'));
  await picture(20).greyscale().png().toFile(at('pictures/f_2.png'));
  await picture(40).ensureAlpha(0.5).png().toFile(at('pictures/f_11.png'));
  writeFileSync(at('pictures/notes.txt'), 'not a picture');
  writeFileSync(at('broken.jpg'), 'not a picture either');
  writeFileSync(at('det.txt'), '1,-1,10,20,30,60,0.9\n3,-1,11,20,30,60,0.8\n3,-1,99,20,30,60,0.7\n');
  writeFileSync(at('wrong.txt'), '1,-1,10,20,30,60,0.9\n2,-1,eleven,20,30,60,0.8\n');
}
