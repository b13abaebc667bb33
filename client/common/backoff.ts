/** Bounds of a wait between attempts, in milliseconds. */
export type BackoffBounds = { first: number; longest: number };

export const defaultBackoff: BackoffBounds = { first: 1_000, longest: 60_000 };

/**
 * How long to wait before attempt `attempt` (0 = the first retry), with full jitter: anywhere between zero and the
 * exponential bound, so that a band doesn't reconnect all at once when its server is back.
 */
export function fullJitter(
  attempt: number,
  bounds: BackoffBounds = defaultBackoff,
  random: () => number = Math.random,
): number {
  return random() * Math.min(bounds.longest, bounds.first * 2 ** Math.min(attempt, 30));
}
