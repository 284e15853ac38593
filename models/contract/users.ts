import Type, { type Static } from 'typebox';
import { Count, ID_PATTERN, Instant } from './ids.ts';
import { RIGHTS, ROLES } from './rights.ts';

/** Who may do what: roles, where they hold, and what the API says of users, sessions, tokens and the audit trail. */
const strict = { additionalProperties: false };

export const Scope = Type.String({
  pattern: `^(all|(store|cluster|region):${ID_PATTERN.slice(1, -1)})$`,
  description: 'where a role holds: `all`, or `store:`, `cluster:` or `region:` with its id',
});
export const Grant = Type.Object({ role: Type.Enum(ROLES), scope: Scope }, strict);
export type Grant = Static<typeof Grant>;
const Grants = Type.Array(Grant, { maxItems: 50 });

/** Case and the forms of a letter do not tell two names apart: they are compared in lower case. */
export const UserName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._@+-]{0,79}$',
  description: 'what somebody signs in with, such as an e-mail address; case does not matter',
});
const Display = Type.String({ minLength: 1, maxLength: 80 });
/** Its length is checked again where it is set: what is asked of a new one may change. */
const Password = Type.String({ minLength: 1, maxLength: 200 });
const NewPassword = Type.String({ minLength: 12, maxLength: 200, description: '12 characters or more' });
const Secret = Type.String({ minLength: 20, maxLength: 200 });
const MaybeInstant = Type.Union([Instant, Type.Null()]);

export const SignIn = Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), password: Password }, strict);
export const Link = Type.Object({ link: Secret }, strict);
export const ClaimLink = Type.Object(
  { link: Secret, password: NewPassword, name: Type.Optional(UserName), display: Type.Optional(Display) },
  { ...strict, description: 'the first administrator chooses a name; whoever is invited has one' },
);
export const ChangePassword = Type.Object({ old: Password, new: NewPassword }, strict);

const session = {
  as: Type.Enum(['nobody', 'open', 'user', 'token'], {
    description: '`open`: somebody at this computer, who may look without signing in',
  }),
  name: Type.Union([Type.String(), Type.Null()]),
  display: Type.Union([Type.String(), Type.Null()]),
  grants: Grants,
  rights: Type.Array(Type.Enum(RIGHTS), { description: 'what they may do anywhere' }),
  setUp: Type.Boolean({ description: 'false: there is no user yet, the first is made by the link that was printed' }),
  signOn: Type.Union([Type.Object({ name: Type.String(), start: Type.String() }, strict), Type.Null()], {
    description: 'the way to sign in at somebody else’s (OpenID Connect); null: there is none',
  }),
};
export const Session = Type.Object(session, strict);
export type Session = Static<typeof Session>;
export const SignedIn = Type.Object(
  {
    ...session,
    csrf: Type.String({
      description: 'to be sent as x-aisle-csrf with everything that changes something; said only here',
    }),
  },
  strict,
);
export type SignedIn = Static<typeof SignedIn>;
export const LinkAnswer = Type.Object(
  {
    kind: Type.Enum(['first-admin', 'invite', 'reset']),
    name: Type.Union([Type.String(), Type.Null()]),
    expires: Instant,
  },
  strict,
);
export type LinkAnswer = Static<typeof LinkAnswer>;

export const SessionRow = Type.Object(
  {
    id: Type.String(),
    current: Type.Boolean(),
    created: Instant,
    seen: Instant,
    expires: Instant,
    address: Type.String({ description: 'without its last part' }),
    agent: Type.String(),
  },
  strict,
);
export const Sessions = Type.Object({ sessions: Type.Array(SessionRow) }, strict);
export type Sessions = Static<typeof Sessions>;

export const UserRow = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    display: Type.String(),
    grants: Grants,
    created: Instant,
    disabled: MaybeInstant,
    password: Type.Boolean({ description: 'false: no password yet, or signs in elsewhere' }),
    signOn: Type.Boolean({ description: 'signs in by OpenID Connect, which says their roles at each sign-in' }),
    sessions: Count,
  },
  strict,
);
export type UserRow = Static<typeof UserRow>;
export const UsersAnswer = Type.Object({ users: Type.Array(UserRow) }, strict);
export const NewUser = Type.Object({ name: UserName, display: Type.Optional(Display), grants: Grants }, strict);
export const UserPatch = Type.Object(
  {
    display: Type.Optional(Display),
    grants: Type.Optional(Grants),
    disabled: Type.Optional(Type.Boolean()),
  },
  strict,
);
export const OneTimeLink = Type.Object(
  { link: Type.String({ description: 'said only here, works once' }), expires: Instant },
  strict,
);
export type OneTimeLink = Static<typeof OneTimeLink>;
export const Invited = Type.Object({ user: UserRow, ...OneTimeLink.properties }, strict);

export const TokenRow = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    role: Type.Enum(ROLES),
    scope: Scope,
    created: Instant,
    createdBy: Type.String(),
    expires: Instant,
    lastUsed: MaybeInstant,
    revoked: MaybeInstant,
  },
  strict,
);
export type TokenRow = Static<typeof TokenRow>;
export const Tokens = Type.Object({ tokens: Type.Array(TokenRow) }, strict);
export const NewToken = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80 }),
    role: Type.Enum(ROLES),
    scope: Scope,
    days: Type.Integer({ minimum: 1, maximum: 730, description: 'until it expires' }),
  },
  strict,
);
export const TokenMade = Type.Object({ token: Type.String({ description: 'said only here' }), row: TokenRow }, strict);

export const AuditRow = Type.Object(
  {
    id: Type.Integer(),
    time: Instant,
    by: Type.Enum(['user', 'token', 'open', 'nobody', 'system']),
    name: Type.String(),
    action: Type.String(),
    target: Type.String(),
    outcome: Type.Enum(['done', 'refused', 'failed']),
    address: Type.String({ description: 'without its last part' }),
    detail: Type.String(),
  },
  strict,
);
export type AuditRow = Static<typeof AuditRow>;
export const AuditQuery = Type.Object(
  {
    before: Type.Optional(Type.Integer({ minimum: 1, description: 'rows older than this id' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  strict,
);
export const Audit = Type.Object(
  {
    rows: Type.Array(AuditRow, { description: 'newest first' }),
    next: Type.Union([Type.Integer(), Type.Null()], { description: '`before` of the next page' }),
  },
  strict,
);
