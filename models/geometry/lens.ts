/**
 * Takes the lens's bend out of a pixel. Division model with one parameter (Fitzgibbon, CVPR 2001): about the picture's
 * middle r_straight = r / (1 + k1·r²), r in halves of the picture's diagonal. k1 < 0 for the common barrel shape.
 */
export function undistort(
  k1: number,
  native: { width: number; height: number },
): (u: number, v: number) => [number, number] {
  if (k1 === 0) return (u, v) => [u, v];
  const cx = native.width / 2;
  const cy = native.height / 2;
  const radius2 = cx * cx + cy * cy;
  return (u, v) => {
    const f = 1 / (1 + (k1 * ((u - cx) ** 2 + (v - cy) ** 2)) / radius2);
    return [cx + (u - cx) * f, cy + (v - cy) * f];
  };
}
