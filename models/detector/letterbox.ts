/**
 * A picture as it reaches a detector: bytes already scaled to fit the model's input, one plane a colour, so that a
 * tensor is filled plane by plane (twenty times as fast as taking packed pixels apart).
 */
export interface Pixels {
  /** 3 planes of width · height bytes, row by row: green, blue, red, as ffmpeg's gbrp has them. */
  data: Uint8Array;
  width: number;
  height: number;
  /** Native pixels = scaled pixels ÷ scale. */
  scaleX: number;
  scaleY: number;
}

/** How a model wants its picture: the whole of it inside width × height, or stretched to it. */
export interface PixelRequest {
  width: number;
  height: number;
  fit: 'letterbox' | 'stretch';
}

/** The size a native picture is scaled to at decode, and the factors that lead there. */
export function scaledSize(
  request: PixelRequest,
  nativeWidth: number,
  nativeHeight: number,
): { width: number; height: number; scaleX: number; scaleY: number } {
  if (request.fit === 'stretch') {
    return {
      width: request.width,
      height: request.height,
      scaleX: request.width / nativeWidth,
      scaleY: request.height / nativeHeight,
    };
  }
  const scale = Math.min(request.width / nativeWidth, request.height / nativeHeight);
  const width = Math.max(1, Math.min(request.width, Math.round(nativeWidth * scale)));
  const height = Math.max(1, Math.min(request.height, Math.round(nativeHeight * scale)));
  return { width, height, scaleX: width / nativeWidth, scaleY: height / nativeHeight };
}

export interface Feed {
  /** Channel order of the tensor's planes. */
  order: 'rgb' | 'bgr';
  /** Value of what the picture does not cover. */
  pad: number;
  anchor: 'top-left' | 'centre';
}

/** Where the picture's top left corner lies inside the model's input, in pixels of the input. */
export function offsetOf(feed: Feed, request: PixelRequest, pixels: Pixels): { left: number; top: number } {
  if (feed.anchor === 'top-left') return { left: 0, top: 0 };
  return {
    left: Math.floor((request.width - pixels.width) / 2),
    top: Math.floor((request.height - pixels.height) / 2),
  };
}

/** Writes the picture into a planar tensor (3 × height × width, values 0–255) and pads the rest. */
export function feedPlanar(feed: Feed, request: PixelRequest, pixels: Pixels, tensor: Float32Array): void {
  const plane = request.width * request.height;
  const { left, top } = offsetOf(feed, request, pixels);
  const { data, width, height } = pixels;
  if (width < request.width || height < request.height) tensor.fill(feed.pad);
  const size = width * height;
  for (let colour = 0; colour < 3; colour++) {
    const to = plane * PLACE[feed.order][colour] + top * request.width + left;
    const from = data.subarray(colour * size, (colour + 1) * size);
    if (width === request.width) tensor.set(from, to);
    else for (let y = 0; y < height; y++) tensor.set(from.subarray(y * width, (y + 1) * width), to + y * request.width);
  }
}

/** Which plane of the tensor green, blue and red go to. */
const PLACE = { rgb: [1, 2, 0], bgr: [1, 0, 2] } as const;

/** Takes packed RGB apart into the planes of `Pixels.data`. */
export function planesOf(packed: Uint8Array): Uint8Array {
  const size = packed.length / 3;
  const planes = new Uint8Array(packed.length);
  for (let i = 0; i < size; i++) {
    planes[2 * size + i] = packed[3 * i];
    planes[i] = packed[3 * i + 1];
    planes[size + i] = packed[3 * i + 2];
  }
  return planes;
}
