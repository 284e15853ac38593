import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createDetector, type Detector, detectionsBuffer } from '../../../edge/detect/detector.ts';
import { chooseProvider } from '../../../edge/detect/provider.ts';
import { locateWeights } from '../../../edge/detect/weights.ts';
import { openSource } from '../../../edge/source/registry.ts';
import { parseMot } from '../../../models/contract/mot.ts';
import type { Pixels } from '../../../models/detector/letterbox.ts';
import { writeOnnx } from '../../../models/detector/onnx-writer.ts';
import { DATA, HAS_DATA, WHY_NOT } from '../../calibration/lab/data.ts';
import { tempFolder } from '../../support/gateway.ts';

const log = { info: () => undefined, warn: () => undefined };
const SEQUENCE = join(DATA, 'mot', 'PETS09-S2L1');
const folder = tempFolder();
const open: Detector[] = [];
afterAll(async () => {
  for (const detector of open) await detector.close();
  folder.remove();
});

async function detector(): Promise<Detector> {
  const { manifest, path } = await locateWeights('auto', { log });
  const made = await createDetector({ manifest, path, provider: 'cpu', minScore: 0.3, threads: 2 });
  open.push(made);
  return made;
}

async function picture(path: string, { request }: Detector): Promise<Pixels> {
  const { signal } = new AbortController();
  const options = { request, fps: undefined, live: false, folder: '.', signal, dropped: {} };
  const source = await openSource({ kind: 'images', path, fps: 1 }, options);
  for await (const item of source.frames()) if (item.kind === 'frame' && item.frame.pixels) return item.frame.pixels;
  throw new Error(`${path} gave no picture`);
}

describe.skipIf(!HAS_DATA)(`the detector on real pictures${WHY_NOT}`, () => {
  const truth = HAS_DATA ? parseMot(readFileSync(join(SEQUENCE, 'gt/gt.txt'), 'utf8')) : [];
  const overlap = (a: readonly number[], b: readonly number[]) => {
    const w = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
    const h = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
    const both = Math.max(0, w) * Math.max(0, h);
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both);
  };

  it('finds most people where they are', async () => {
    const made = await detector();
    const found = detectionsBuffer();
    let [people, hits] = [0, 0];
    for (let frame = 1; frame <= 791; frame += 79 + 1) {
      const name = `${String(frame).padStart(6, '0')}.jpg`;
      await made.detect(await picture(join(SEQUENCE, 'img1_every10', name), made), found);
      const boxes = Array.from({ length: found.count }, (_, i) => [...found.xyxy.subarray(4 * i, 4 * i + 4)]);
      for (const row of truth.filter((r) => r.frame === frame && r.score !== 0)) {
        people++;
        const box = [row.left, row.top, row.left + row.width, row.top + row.height];
        if (boxes.some((b) => overlap(b, box) > 0.4)) hits++;
      }
    }
    expect(people).toBeGreaterThan(30);
    expect(hits / people).toBeGreaterThan(0.7);
  });

  it('serves calls that overlap one after the other, each its own picture', async () => {
    const made = await detector();
    const [crowd, nobody] = [
      await picture(join(SEQUENCE, 'img1_every10', '000101.jpg'), made),
      { data: new Uint8Array(416 * 312 * 3).fill(114), width: 416, height: 312, scaleX: 1, scaleY: 1 },
    ];
    const outs = Array.from({ length: 6 }, detectionsBuffer);
    await Promise.all(outs.map((out, i) => made.detect(i % 2 === 0 ? crowd : nobody, out)));
    expect(outs[0].count).toBeGreaterThan(2);
    expect(outs.map((out) => out.count)).toEqual(outs.map((_, i) => outs[i % 2].count));
    expect(outs[1].count).toBe(0);
  });
});

/** One convolution: the real detector takes a quarter of a minute a frame on a software adapter. */
function tinyModel(): Uint8Array {
  const values = Float32Array.from({ length: 4 * 3 * 3 * 3 }, (_, i) => Math.sin(i));
  const attributes = { pads: [1, 1, 1, 1], kernel_shape: [3, 3] };
  return writeOnnx({
    name: 'tiny',
    nodes: [{ op: 'Conv', inputs: ['images', 'w'], output: 'output', attributes }],
    constants: [{ name: 'w', shape: [4, 3, 3, 3], values }],
    inputs: [{ name: 'images', shape: [1, 3, 32, 32] }],
    outputs: [{ name: 'output', shape: [1, 4, 32, 32] }],
  });
}

describe('where it computes', () => {
  afterEach(() => {
    delete process.env.AISLE_SOFTWARE_GPU;
    delete process.env.VK_ICD_FILENAMES;
  });
  const nvidia = existsSync('/dev/nvidiactl');
  const graphics = nvidia || existsSync('/dev/dri');

  it.skipIf(graphics)(
    `auto takes the CPU here and says why it takes nothing else${graphics ? ' (skipped: there is a graphics device)' : ''}`,
    { timeout: 60_000 },
    async () => {
      const { path } = await locateWeights('auto', { log });
      const choice = await chooseProvider(path, 'auto');
      expect(choice.provider).toBe('cpu');
      expect(choice.medianMs).toBeGreaterThan(0);
      expect(choice.refused.map(({ provider }) => provider)).toEqual(['tensorrt', 'cuda', 'webgpu']);
      for (const { reason } of choice.refused) expect(reason).toMatch(/no (NVIDIA|graphics) device/);
    },
  );

  it.skipIf(nvidia).each(['cuda', 'tensorrt'] as const)(
    '%s, asked for by name and not there, is an error and not another provider',
    async (provider) => {
      const { manifest, path } = await locateWeights('auto', { log });
      await expect(chooseProvider(path, provider)).rejects.toMatchObject({
        code: 'PROVIDER_MISSING',
        message: expect.stringContaining(provider),
        fix: expect.stringContaining('auto or cpu'),
      });
      const direct = createDetector({ manifest, path, provider, minScore: 0.3, threads: 1 });
      await expect(direct).rejects.toMatchObject({ code: 'PROVIDER_MISSING' });
    },
  );

  it('a file that is no model is named', async () => {
    const path = join(folder.path, 'broken.onnx');
    writeFileSync(path, 'not a model');
    await expect(chooseProvider(path, 'auto')).rejects.toMatchObject({
      code: 'WEIGHTS_CORRUPT',
      message: expect.stringContaining('broken.onnx'),
    });
  });

  it('stops at once when it is told to', async () => {
    const stop = new AbortController();
    const path = join(folder.path, 'long.onnx');
    writeFileSync(path, 'not a model');
    const choice = chooseProvider(path, 'auto', stop.signal);
    stop.abort();
    await expect(choice).rejects.toMatchObject({ name: 'AbortError' });
  });

  const ICD = '/usr/lib/chromium/vk_swiftshader_icd.json';
  const noGpu = !existsSync(ICD)
    ? ' (skipped: no software Vulkan from Chromium)'
    : !existsSync(`/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/libvulkan.so.1`)
      ? ' (skipped: no libvulkan1)'
      : '';

  it.skipIf(noGpu !== '' || graphics)(
    `the GPU path runs on a software adapter, and auto refuses it because it is slower${noGpu}`,
    { timeout: 120_000 },
    async () => {
      process.env.AISLE_SOFTWARE_GPU = '1';
      process.env.VK_ICD_FILENAMES = ICD;
      const path = join(folder.path, 'tiny.onnx');
      writeFileSync(path, tinyModel());
      const named = await chooseProvider(path, 'webgpu');
      expect(named).toMatchObject({ provider: 'webgpu', refused: [] });
      const auto = await chooseProvider(path, 'auto');
      expect(auto.provider).toBe('cpu');
      expect(auto.refused.find(({ provider }) => provider === 'webgpu')?.reason).toMatch(
        /^[\d.]+ ms a frame, the CPU takes [\d.]+ ms$/,
      );
    },
  );
});
