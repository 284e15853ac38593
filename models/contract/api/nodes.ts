import Type, { type Static } from 'typebox';
import { Id, Instant } from '../ids.ts';
import { BirthMessage, type CameraState, HealthMessage, StateMessage } from '../node-messages.ts';
import { strict } from './parts.ts';

export const NodeAnswer = Type.Object(
  {
    store: Id,
    node: Id,
    state: StateMessage.properties.state,
    lastSeen: Type.Union([Instant, Type.Null()]),
    birth: Type.Union([BirthMessage, Type.Null()]),
    health: Type.Union([HealthMessage, Type.Null()]),
    stored: Type.Object(
      {
        messages: Type.Integer(),
        duplicates: Type.Integer(),
        conflicts: Type.Integer({ description: 'same key, other content: must be 0' }),
        refused: Type.Integer(),
        lastSeq: Type.Integer(),
        missing: Type.Integer({ description: 'sequence numbers below lastSeq that have not come yet' }),
      },
      strict,
    ),
  },
  strict,
);
export type NodeAnswer = Static<typeof NodeAnswer>;
export const Nodes = Type.Object({ nodes: Type.Array(NodeAnswer) }, strict);
export type Nodes = Static<typeof Nodes>;
export type CameraStatus = Static<typeof CameraState>;
