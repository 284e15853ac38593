/** How a model's output becomes boxes: the file of that name in this folder reads it. */
export type Decoder = 'yolox' | 'centernet';

/** A finished ONNX file at a fixed commit of a public repository. */
export interface UrlSource {
  kind: 'url';
  url: string;
}

/** A TensorFlow.js graph inside an npm package, which `tfjs-to-onnx.ts` turns into ONNX. */
export interface NpmSource {
  kind: 'npm';
  package: string;
  version: string;
  /** Of the package's tarball, as the registry gives it: `sha512-` and base64. */
  integrity: string;
  /** Paths inside the tarball. */
  graph: string;
  weights: string;
}

export interface Manifest {
  readonly name: string;
  /** Its name in every folder of weights. */
  readonly file: string;
  readonly decoder: Decoder;
  readonly source: UrlSource | NpmSource;
  /** Of the ONNX file, 64 hex digits. The converter gives the same bytes each time, so it holds there too. */
  readonly sha256: string;
  readonly licence: string;
  /** The network's picture: 1 × 3 × height × width, float. */
  readonly input: { readonly name: string; readonly width: number; readonly height: number };
  readonly note: string;
}

export const MANIFESTS = {
  'yolox-nano-416': {
    name: 'yolox-nano-416',
    file: 'yolox-nano-416.onnx',
    decoder: 'yolox',
    source: {
      kind: 'url',
      url: 'https://github.com/Kazuhito00/YOLOX-ONNX-TFLite-Sample/raw/3d4f1119/model/yolox_nano.onnx',
    },
    sha256: '695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14',
    licence: 'Apache-2.0 (Megvii)',
    input: { name: 'images', width: 416, height: 416 },
    note: 'YOLOX Nano, COCO: letterbox top left, pad 114, BGR 0–255',
  },
  'centernet-mobilenetv3-512': {
    name: 'centernet-mobilenetv3-512',
    file: 'centernet-mobilenetv3-512.onnx',
    decoder: 'centernet',
    source: {
      kind: 'npm',
      package: '@vladmandic/human',
      version: '3.3.6',
      integrity: 'sha512-Nr5mPfq1gQ+uKeXY5uM3Fj8UxvF5CEh2s6txM5wRThqaW0mF9huooOuZSrT8hhGho0hGaXLFdAwfD/2+teCv6A==',
      graph: 'package/models/centernet.json',
      weights: 'package/models/centernet.bin',
    },
    sha256: 'f2f90366ae00edf7acb0d6770db0956ccdb255ce1c2e2b96f5728f8b7cc8b0d2',
    licence: 'MIT (the package)',
    input: { name: 'images', width: 512, height: 512 },
    note: 'CenterNet on MobileNetV3, COCO: letterbox, RGB 0–255',
  },
} as const satisfies Record<string, Manifest>;

export type ModelName = keyof typeof MANIFESTS;

/** What `auto` means: the first that can be had. */
export const AUTO: readonly ModelName[] = ['yolox-nano-416', 'centernet-mobilenetv3-512'];

/** The manifest of a name, or undefined. */
export function manifestOf(name: string): Manifest | undefined {
  return Object.hasOwn(MANIFESTS, name) ? MANIFESTS[name as ModelName] : undefined;
}
