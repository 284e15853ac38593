/** A picture as it reaches a detector: packed RGB bytes, already scaled to fit the model's input. */
export interface Pixels {
  /** width · height · 3 bytes, row by row, RGB. */
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
  if (pixels.width < request.width || pixels.height < request.height) tensor.fill(feed.pad);
  const first = feed.order === 'rgb' ? 0 : 2 * plane;
  const third = feed.order === 'rgb' ? 2 * plane : 0;
  const { data, width, height } = pixels;
  let from = 0;
  for (let y = 0; y < height; y++) {
    let to = (y + top) * request.width + left;
    for (let x = 0; x < width; x++, to++, from += 3) {
      tensor[first + to] = data[from];
      tensor[plane + to] = data[from + 1];
      tensor[third + to] = data[from + 2];
    }
  }
}
