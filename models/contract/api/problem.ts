import Type, { type Static } from 'typebox';

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    fix: Type.Optional(Type.String()),
    instance: Type.Optional(Type.String()),
  },
  { title: 'Problem (RFC 9457)' },
);
export type Problem = Static<typeof Problem>;
