/** Figures that k is not held against, why, and the routes that give them: whoever may call one of those sees them. */
export const EXEMPT: readonly { figure: string; why: string; routes: readonly string[] }[] = [
  {
    figure: 'the length of each queue, mean and longest',
    why: 'a till is opened while people wait, not an hour later; a length says how many stand there and nothing else',
    routes: [
      'GET /api/v1/stores/:store/queues',
      'GET /api/v1/stores/:store/today',
      'GET /api/v1/stores/:store/alerts',
      'GET /api/v1/stores/:store/export/:table',
    ],
  },
  {
    figure: 'how many people are in the store, and on each floor',
    why: 'limits of occupancy and fire safety; a total names no place in the store',
    routes: ['GET /api/v1/stores/:store/today', 'GET /api/v1/live'],
  },
  {
    figure: 'entries and exits at the doors',
    why: 'they add up to how many are in the store, and everybody in front of the door sees them; who came together is not told with them',
    routes: [
      'GET /api/v1/stores/:store/traffic',
      'GET /api/v1/stores/:store/today',
      'GET /api/v1/stores/:store/sales',
      'GET /api/v1/stores/:store/export/:table',
      'GET /api/v1/compare',
      'GET /api/v1/live',
    ],
  },
  {
    figure: 'alerts about stock, and how full shelves are',
    why: 'they are about goods',
    routes: ['GET /api/v1/stores/:store/alerts', 'GET /api/v1/stores/:store/shelves'],
  },
];

/** What nobody is shown. */
export const NEVER: readonly string[] = [
  'images, crops, descriptors and positions of people: they do not leave the node',
  'the way of one person: no number links what was counted in one place to what was counted in another',
  'visits and stays at one till, and service at a queue with fewer than two tills: they would be about who runs it',
  'visits of staff rooms, and crossings of lines for staff and deliveries',
  'hours of staff where they may be those of one person',
];
