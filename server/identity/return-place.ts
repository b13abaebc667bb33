/**
 * The places of the page to which a sign-in may lead back. They are put behind
 * `/#`, so even a wrong one would stay on this server.
 */
const places = /^\/(join|invite|projects|settings|sign-in)(\/[\w.~%-]{1,200}){0,7}$/;

/** The place that a request asked for, or the start page. */
export function returnPlace(asked: unknown): string {
  return typeof asked === 'string' && places.test(asked) ? asked : '/';
}

/** The token of the invitation at that place. */
export function invitationIn(place: string): string | undefined {
  return /^\/(?:join|invite)\/([^/]+)$/.exec(place)?.[1];
}
