import type { Clock } from '../../common/clock.ts';

const minuteMilliseconds = 60_000;

/** At most that many within a minute from one sender, and ten times as many from all who have the same `group`. */
export function createPace(most: number, clock: Clock): (group: string, sender: string) => number {
  let counts = new Map<string, number>();
  // A minute begins with the first one in it.
  let begun = Number.NEGATIVE_INFINITY;
  return (group, sender) => {
    const now = clock.now();
    if (now - begun >= minuteMilliseconds || now < begun) {
      counts = new Map();
      begun = now;
    }
    const [own, all] = [`${group} ${sender}`, group];
    const isTooMuch = (counts.get(own) ?? 0) >= most || (counts.get(all) ?? 0) >= 10 * most;
    if (isTooMuch) return Math.max(1, Math.ceil((begun + minuteMilliseconds - now) / 1000));
    for (const key of [own, all]) counts.set(key, (counts.get(key) ?? 0) + 1);
    return 0;
  };
}
