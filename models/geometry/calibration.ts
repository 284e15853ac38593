import { fitHomography, type Homography, jacobian, orient, type Pair, project } from './homography.ts';

/** A calibration as the site file gives it. */
export type CalibrationInput = { points: readonly Pair[] } | { homography: readonly number[] };

/** The map px → m of a calibration, oriented so that its denominator is positive where the camera looks. */
export function homographyOf(calibration: CalibrationInput): Homography | undefined {
  if ('points' in calibration) return fitHomography(calibration.points);
  const [x, y] = middleOf(calibration);
  return orient(calibration.homography, x, y);
}

/** Why a calibration cannot be used; `undefined` when it can. */
export function calibrationFault(calibration: CalibrationInput): { message: string; fix: string } | undefined {
  const h = homographyOf(calibration);
  if (!h) {
    return {
      message: 'these point pairs do not determine a map',
      fix: 'Give at least 4 pairs, no three of the first four on one line, spread over the floor that is seen.',
    };
  }
  const [x, y] = middleOf(calibration);
  if (!(jacobian(h, x, y) > 0)) {
    return {
      message: 'the map from pixels to metres turns the plan into its mirror image',
      fix: 'The plan has y downwards. If the source of the points has y upwards, replace y by (height − y).',
    };
  }
  return undefined;
}

/** About where on the floor a camera looks, in metres; undefined when its calibration determines no map. */
export function viewCentreM(calibration: CalibrationInput): [number, number] | undefined {
  const h = homographyOf(calibration);
  return h && project(h, ...middleOf(calibration));
}

/** A pixel that the camera certainly sees: the middle of its points, or of a common picture's lower half. */
function middleOf(calibration: CalibrationInput): [number, number] {
  if (!('points' in calibration)) return [320, 360];
  const n = calibration.points.length;
  return [
    calibration.points.reduce((s, p) => s + p.px[0], 0) / n,
    calibration.points.reduce((s, p) => s + p.px[1], 0) / n,
  ];
}
