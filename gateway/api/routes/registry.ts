import type { Route } from '../route.ts';
import { alerts } from './alerts.ts';
import { auditTrail } from './audit.ts';
import { compare } from './compare.ts';
import { dictionary } from './dictionary.ts';
import { events } from './events.ts';
import { exports } from './export.ts';
import { flows } from './flows.ts';
import { funnel } from './funnel.ts';
import { health } from './health.ts';
import { heat } from './heat.ts';
import { jobs } from './jobs.ts';
import { live } from './live.ts';
import { nodes } from './nodes.ts';
import { notes } from './notes.ts';
import { paths } from './paths.ts';
import { pos } from './pos.ts';
import { posClocks } from './pos-clocks.ts';
import { privacy } from './privacy.ts';
import { queues } from './queues.ts';
import { reference } from './reference.ts';
import { sales } from './sales.ts';
import { session } from './session.ts';
import { shelves } from './shelves.ts';
import { signOn } from './sign-on.ts';
import { stores } from './stores.ts';
import { today } from './today.ts';
import { tokens } from './tokens.ts';
import { traffic } from './traffic.ts';
import { users } from './users.ts';
import { zones } from './zones.ts';

/** Every route of the API; a new one is a file of its own and a line here. */
export const routes: Route[] = [
  ...[health, stores, today, traffic, zones, queues, shelves],
  ...[heat, flows, paths, events, nodes, live, pos, posClocks, sales, funnel, notes, alerts, jobs, exports, dictionary],
  ...[reference, compare],
  ...[session, signOn, users, tokens, auditTrail, privacy],
];
