import Type, { type Static } from 'typebox';
import { Secret } from './channels.ts';
import { Grant } from './users.ts';

const strict = { additionalProperties: false };

/** Signing in at the company's own directory, by OpenID Connect: authorization code with PKCE. */
export const SignOnConfig = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60, description: 'what the page calls it' }),
    issuer: Type.String({ pattern: '^https?://', description: 'http only to a server on this machine' }),
    clientId: Type.String({ minLength: 1 }),
    clientSecret: Type.Optional(Secret),
    address: Type.String({
      pattern: '^https?://[^/]+$',
      description: 'where people open the page; /api/v1/sign-on/done below it is the redirect address',
    }),
    scope: Type.String({ default: 'openid profile email groups' }),
    groupsClaim: Type.String({ default: 'groups', description: 'the claim that lists the groups of somebody' }),
    groups: Type.Array(Type.Object({ group: Type.String({ minLength: 1 }), ...Grant.properties }, strict), {
      minItems: 1,
      description: 'what each group may do; who is in none of them is not let in',
    }),
    sessionMinutes: Type.Integer({
      minimum: 5,
      maximum: 10_080,
      default: 240,
      description:
        'after so long somebody goes to the directory again, however busy they are: a role that was taken away there ends here by then at the latest',
    }),
  },
  strict,
);
export type SignOnConfig = Static<typeof SignOnConfig>;
