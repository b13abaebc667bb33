/**
 * Everyone who may knock, in the order of the columns below. `ended`: the session of an owner, after it was ended.
 * `disabled`: an admin whose account was disabled, with a session from before. `removed`: was an admin. A stranger has an
 * account and nothing else.
 */
export const callers = [
  'nobody',
  'ended',
  'disabled',
  'stranger',
  'removed',
  'listener',
  'member',
  'admin',
  'owner',
] as const;
export type Caller = (typeof callers)[number];

/**
 * The answer that each caller gets, by the kind of access; `ok` is one of the successes that the route documents.
 *
 * A page of a foreign origin, with the owner's cookie, is not in the table: it may change nothing (403), and what the
 * owner would be answered is not shown to it.
 */
export const access = {
  //          nobody ended disabled stranger removed listener member admin owner
  anyone: '   ok     ok    ok       ok       ok      ok       ok     ok    ok',
  /** Refused whoever asks, signed in or not. */
  shut: '     403    403   403      403      403     403      403    403   403',
  signedIn: ' 401    401   401      ok       ok      ok       ok     ok    ok',
  inside: '   401    401   401      404      404     ok       ok     ok    ok',
  member: '   401    401   401      404      404     403      ok     ok    ok',
  admin: '    401    401   401      404      404     403      403    ok    ok',
  owner: '    401    401   401      404      404     403      403    403   ok',
  /** The owner's deleted project: for others it doesn't exist. */
  former: '   401    401   401      404      404     404      404    404   ok',
  /** Written by the admin: nobody else may change it. */
  byAdmin: '  401    401   401      404      404     403      403    ok    403',
  /** The member's own, such as an upload: for others it doesn't exist. */
  ofMember: ' 401    401   401      404      404     404      ok     404   404',
  /** A conversation of the member and the admin. */
  ofTwo: '    401    401   401      404      404     404      ok     ok    404',
  /** A conversation with the owner, who has none with themselves. */
  toOwner: '  401    401   401      403      403     ok       ok     ok    400',
  /** Behind a link's password, which nobody here has given. */
  locked: '   401    401   401      401      401     401      401    401   401',
  /** Refused to everyone. */
  nobody: '   401    401   401      403      403     403      403    403   403',
  /** By a link's token, which nobody here has. */
  expired: '  400    400   400      400      400     400      400    400   400',
  /** This server has no mail. */
  withMail: ' 401    401   401      409      409     409      409    409   409',
  /** Another person's own: for everyone here it doesn't exist. */
  hidden: '   401    401   401      404      404     404      404    404   404',
  /** The second factor is not on for anyone here. */
  withFactor: '401   401   401      409      409     409      409    409   409',
  /** No enrolment was begun, so no code is right. */
  wrongCode: '401    401   401      400      400     400      400    400   400',
  /** Of something that this server doesn’t have. */
  missing: '  404    404   404      404      404     404      404    404   404',
};
export type Access = keyof typeof access;

/** `ok`, or a status. */
export function expectedOf(kind: Access, caller: Caller): string {
  const expected = access[kind].trim().split(/ +/)[callers.indexOf(caller)];
  if (expected === undefined) throw new Error(`${kind} says nothing of ${caller}`);
  return expected;
}
