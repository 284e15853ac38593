import { linePuzzle, type Puzzle, zonePuzzle } from './facts.ts';
import { cellPuzzle, flowPuzzle, heatPuzzle, secondsPuzzle } from './floor-facts.ts';
import type { Published } from './reader.ts';
import { OPEN, type World, ZONES } from './world.ts';

/** Everything that can be worked out of a day. */
export const puzzlesOf = (world: World, told: Published): Puzzle[] => [
  ...ZONES.map((zone) => zonePuzzle(world, told, zone)),
  secondsPuzzle(world, told),
  ...['door', 'arch'].map((line) => linePuzzle(world, told, line)),
  ...OPEN.flatMap((_, h) => [flowPuzzle(world, told, h), heatPuzzle(world, told, h), cellPuzzle(world, told, h)]),
];
