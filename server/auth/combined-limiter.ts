import type { AttemptLimiter } from './attempt-limiter.ts';

/**
 * Counts an attempt by all of these limits and answers null; or counts it by none, and answers in how many seconds the one
 * that refuses allows the next.
 */
export async function beginAll(
  limits: readonly { limit: AttemptLimiter; key: string }[],
): Promise<number | null> {
  for (const [index, { limit, key }] of limits.entries()) {
    const wait = await limit.begin(key);
    if (wait === null) continue;
    for (const passed of limits.slice(0, index)) await passed.limit.forgive(passed.key);
    return wait;
  }
  return null;
}
