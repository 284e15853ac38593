import type { Camera, Line, Site, Zone } from '../contract/site.ts';
import { viewCentreM } from '../geometry/calibration.ts';
import type { Point } from '../geometry/polygon.ts';

/**
 * The one camera that counts a zone or line: the one it names, else the camera on its floor that looks nearest to it.
 * Undefined where no camera is on its floor.
 */
export function counterOf(site: Site, item: Zone | Line): string | undefined {
  if (item.camera !== undefined) return item.camera;
  const there = site.cameras.filter((camera) => camera.floor === item.floor);
  if (there.length < 2) return there[0]?.id;
  const middle = meanOf('polygon' in item ? item.polygon : [item.from, item.to]);
  let nearest: { id: string; distanceM: number } | undefined;
  for (const camera of there) {
    const distanceM = distance(camera, middle);
    if (!nearest || distanceM < nearest.distanceM) nearest = { id: camera.id, distanceM };
  }
  return nearest?.id;
}

function distance({ calibration }: Camera, [x, y]: Point): number {
  const centre = viewCentreM(calibration);
  return centre ? Math.hypot(centre[0] - x, centre[1] - y) : Number.POSITIVE_INFINITY;
}

const meanOf = (points: readonly Point[]): Point => [
  points.reduce((sum, [x]) => sum + x, 0) / points.length,
  points.reduce((sum, [, y]) => sum + y, 0) / points.length,
];
