import type { PointM } from '../../../models/contract/site.ts';

/** Metres; origin top left, y downwards. The door and the tills are at the bottom, as on most plans. */
export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A piece of furniture that people walk around and cannot see through up to its height. */
export interface Fixture extends Rect {
  id: string;
  heightM: number;
}

/** One metre and a quarter of shelf, where somebody stands in front of some products. */
export interface Bay {
  index: number;
  face: number;
  /** Where one stands. */
  at: PointM;
  /** The shelf's middle, towards which one reaches. */
  shelf: PointM;
}

/** One side of a fixture, with the floor in front of it. */
export interface Face {
  index: number;
  front: Rect;
  bays: number[];
}

export interface Till {
  id: string;
  counter: Rect;
  /** Where the customer stands while served. */
  at: PointM;
  zone: Rect;
}

export interface FloorPlan {
  widthM: number;
  heightM: number;
  fixtures: Fixture[];
  faces: Face[];
  bays: Bay[];
  /** Places at the gondolas' ends where displays stand. */
  ends: PointM[];
  tills: Till[];
  queue: Rect;
  /** Where those who wait stand, first to last. */
  queueSpots: PointM[];
  /** The door's line, left to right; people come from below it. */
  door: { from: PointM; to: PointM };
  outside: PointM;
  /** The same for goods: staff with carts come in beside their room. */
  dock: { from: PointM; to: PointM };
  dockOutside: PointM;
  entrance: Rect;
  staffRoom: Rect;
  staffAt: PointM;
}

const BAY_M = 1.25;
const BAYS_A_SIDE = 5;
const GONDOLA_M = BAYS_A_SIDE * BAY_M;
const GONDOLA_DEPTH_M = 1;
/** Aisles of self-service shops are 1.8–2.4 m wide (DIN 18040 asks for at least 1.5). */
const AISLE_M = 2.4;
const WALL_DEPTH_M = 0.6;
const GONDOLA_HEIGHT_M = 1.6;
const WALL_HEIGHT_M = 2;
/** From the fronts of the shelves to where one stands. */
const STAND_M = 0.55;
const FRONT_M = 1.2;
/** Of the zone with queue, tills and door, below the shelves. */
const FRONT_ZONE_M = 11;

/** The plan of a shop with at least `bays` bays and so many tills. */
export function makeFloorPlan(bays: number, tillCount: number): FloorPlan {
  const rows = bays > 45 ? 2 : 1;
  const top = WALL_DEPTH_M + AISLE_M;
  const shelfEnd = top + rows * (GONDOLA_M + AISLE_M);
  let columns = 1;
  const width = () => 2 * WALL_DEPTH_M + AISLE_M + columns * (GONDOLA_DEPTH_M + AISLE_M);
  const tillsWidth = 6 + tillCount * 2.2;
  while (wallBays(width(), shelfEnd) + columns * rows * 2 * BAYS_A_SIDE < bays || width() < tillsWidth) columns++;
  const widthM = width();
  const heightM = shelfEnd + FRONT_ZONE_M;
  const plan: FloorPlan = {
    widthM: round(widthM),
    heightM: round(heightM),
    fixtures: [],
    faces: [],
    bays: [],
    ends: [],
    ...frontOf(round(widthM), round(shelfEnd), tillCount),
  };
  for (const till of plan.tills) plan.fixtures.push({ id: `counter-${till.id}`, ...till.counter, heightM: 1 });
  // Glass beside the door: nobody walks through it, everybody looks through it.
  const doorY = plan.door.from[1] - 0.1;
  plan.fixtures.push({ id: 'glass-left', x: 0, y: doorY, w: plan.door.from[0] - 0.2, h: 0.2, heightM: 0 });
  const glass = (id: string, x: number, toX: number) =>
    plan.fixtures.push({ id, x: round(x), y: doorY, w: round(toX - x), h: 0.2, heightM: 0 });
  const [dockFrom, dockTo] = [plan.dock.from[0] - 0.2, plan.dock.to[0] + 0.2];
  glass('glass-middle', plan.door.to[0] + 0.2, dockFrom);
  glass('glass-right', dockTo, plan.widthM);
  // No way from the one door to the other outside.
  plan.fixtures.push({ id: 'yard', x: round(dockFrom - 0.2), y: doorY, w: 0.2, h: round(heightM - doorY), heightM: 0 });
  plan.fixtures.push({ id: 'staff-room', ...plan.staffRoom, heightM: 3 });
  addWall(plan, 'left', WALL_DEPTH_M, top, shelfEnd - AISLE_M, bays);
  addWall(plan, 'top', WALL_DEPTH_M, AISLE_M, widthM - AISLE_M, bays);
  for (let column = 0; column < columns; column++) {
    for (let r = 0; r < rows; r++) {
      const x = round(WALL_DEPTH_M + AISLE_M + column * (GONDOLA_DEPTH_M + AISLE_M));
      addGondola(plan, x, round(top + r * (GONDOLA_M + AISLE_M)), bays);
    }
  }
  addWall(plan, 'right', round(widthM - WALL_DEPTH_M), top, shelfEnd - AISLE_M, bays);
  return plan;
}

const wallBays = (width: number, shelfEnd: number): number =>
  2 * Math.floor((shelfEnd - 2 * AISLE_M - WALL_DEPTH_M) / BAY_M) + Math.floor((width - 2 * AISLE_M) / BAY_M);

/** Adds one side of shelf: along x or y from a corner, open towards (dx, dy). */
function addFace(plan: FloorPlan, at: PointM, along: PointM, open: PointM, count: number, most: number): void {
  const bays = Math.min(count, most - plan.bays.length);
  if (bays <= 0) return;
  const face = plan.faces.length;
  const length = bays * BAY_M;
  const far: PointM = [at[0] + along[0] * length + open[0] * FRONT_M, at[1] + along[1] * length + open[1] * FRONT_M];
  const front = rectOf(at, far);
  plan.faces.push({ index: face, front, bays: [] });
  for (let i = 0; i < bays; i++) {
    const along0 = (i + 0.5) * BAY_M;
    const shelf: PointM = [round(at[0] + along[0] * along0), round(at[1] + along[1] * along0)];
    const index = plan.bays.length;
    plan.faces[face].bays.push(index);
    plan.bays.push({
      index,
      face,
      shelf,
      at: [round(shelf[0] + open[0] * STAND_M), round(shelf[1] + open[1] * STAND_M)],
    });
  }
}

function addGondola(plan: FloorPlan, x: number, y: number, most: number): void {
  if (plan.bays.length >= most) return;
  plan.fixtures.push({
    id: `gondola-${plan.ends.length / 2 + 1}`,
    x,
    y,
    w: GONDOLA_DEPTH_M,
    h: GONDOLA_M,
    heightM: GONDOLA_HEIGHT_M,
  });
  addFace(plan, [x, y], [0, 1], [-1, 0], BAYS_A_SIDE, most);
  addFace(plan, [x + GONDOLA_DEPTH_M, y], [0, 1], [1, 0], BAYS_A_SIDE, most);
  const middle = x + GONDOLA_DEPTH_M / 2;
  plan.ends.push([round(middle), round(y - STAND_M)], [round(middle), round(y + GONDOLA_M + STAND_M)]);
}

function addWall(
  plan: FloorPlan,
  side: 'left' | 'top' | 'right',
  at: number,
  from: number,
  to: number,
  most: number,
): void {
  const count = Math.floor((to - from) / BAY_M);
  const start = from + (to - from - count * BAY_M) / 2;
  const length = to - from;
  if (side === 'top') {
    plan.fixtures.push({ id: 'wall-top', x: from, y: 0, w: length, h: WALL_DEPTH_M, heightM: WALL_HEIGHT_M });
    addFace(plan, [start, at], [1, 0], [0, 1], count, most);
    return;
  }
  const x = side === 'left' ? 0 : at;
  plan.fixtures.push({ id: `wall-${side}`, x, y: from, w: WALL_DEPTH_M, h: length, heightM: WALL_HEIGHT_M });
  addFace(plan, [at, start], [0, 1], [side === 'left' ? 1 : -1, 0], count, most);
}

/** Queue, tills, door and staff room below the shelves. The front is 11 m deep. */
function frontOf(widthM: number, shelfEnd: number, tillCount: number) {
  const queue: Rect = { x: 5, y: round(shelfEnd + 1.2), w: round(widthM - 6.2), h: 2 };
  const counterY = round(shelfEnd + 4.4);
  const pitch = (widthM - 6.4) / tillCount;
  const tills = Array.from({ length: tillCount }, (_, i): Till => {
    const x = round(5.2 + i * pitch);
    return {
      id: `till-${i + 1}`,
      counter: { x, y: counterY, w: 0.6, h: 1.8 },
      at: [round(x + 1), round(counterY + 0.9)],
      zone: { x: round(x + 0.6), y: counterY, w: 0.9, h: 1.8 },
    };
  });
  // Head of the queue on the right above the tills' middle; the line runs left, then back above itself.
  const spots: PointM[] = [];
  const perRow = Math.floor((queue.w - 0.8) / 0.8);
  for (let row = 0; row < 2; row++) {
    for (let i = 0; i < perRow; i++) {
      const k = row === 0 ? i : perRow - 1 - i;
      spots.push([round(queue.x + queue.w - 0.6 - k * 0.8), round(queue.y + 1.5 - row * 0.9)]);
    }
  }
  const doorY = round(shelfEnd + FRONT_ZONE_M - 1.6);
  return {
    tills,
    queue,
    queueSpots: spots,
    door: { from: [0.8, doorY] as PointM, to: [3.8, doorY] as PointM },
    outside: [2.3, round(shelfEnd + FRONT_ZONE_M - 0.3)] as PointM,
    dock: { from: [round(widthM - 5.6), doorY] as PointM, to: [round(widthM - 3.8), doorY] as PointM },
    dockOutside: [round(widthM - 4.7), round(shelfEnd + FRONT_ZONE_M - 0.3)] as PointM,
    entrance: { x: 0.4, y: round(doorY - 5), w: 4, h: 4.4 },
    staffRoom: { x: round(widthM - 3), y: round(doorY - 2.2), w: 3, h: 2 },
    staffAt: [round(widthM - 3.6), round(doorY - 1.2)] as PointM,
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

const rectOf = (a: PointM, b: PointM): Rect => ({
  x: round(Math.min(a[0], b[0])),
  y: round(Math.min(a[1], b[1])),
  w: round(Math.abs(a[0] - b[0])),
  h: round(Math.abs(a[1] - b[1])),
});

export const polygonOf = ({ x, y, w, h }: Rect): PointM[] => [
  [x, y],
  [round(x + w), y],
  [round(x + w), round(y + h)],
  [x, round(y + h)],
];
