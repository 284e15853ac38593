/** Signing in at somebody else's, by OpenID Connect. */
export interface SignOn {
  name: string;
}
