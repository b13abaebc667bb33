import type { Difference } from '../../../protocol/wire/difference.ts';

/** The moment of the newer version at which the sound of this moment of the older one is, in seconds. */
export function carryMoment(
  seconds: number,
  { offsetSeconds, changes }: Difference,
): { at: number } | { gone: true } {
  let at = seconds + offsetSeconds;
  const sections = changes
    .filter(({ kind }) => kind === 'inserted' || kind === 'removed' || kind === 'replaced')
    .sort((one, other) => one.from - other.from);
  for (const { kind, from, to } of sections) {
    if (at < from) break;
    if (kind === 'inserted') at += to - from;
    else if (at < to) return { gone: true };
    else if (kind === 'removed') at -= to - from;
  }
  return { at: Math.max(0, at) };
}
