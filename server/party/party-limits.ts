/** Limits of listening parties. */
export const partyLimits = {
  partiesOfProject: 8,
  /** Sockets in one party. */
  listeners: 64,
  /** Of each socket. */
  controls: { burst: 20, perSecond: 10 },
  pointers: { burst: 10, perSecond: 10 },
};

/** In milliseconds. The shortest is hardly felt by the one who presses a button. */
const shortestLead = 120;
const longestLead = 450;

/**
 * How long before a new state holds it is announced: so long that it reaches even the listener whose messages take
 * longest.
 */
export function leadFor(delays: Iterable<number>): number {
  const longest = Math.max(0, ...delays);
  return Math.min(longestLead, Math.max(shortestLead, longest * 1.25 + 40));
}
