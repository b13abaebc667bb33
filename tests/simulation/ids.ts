import { v7 } from 'uuid';
import type { Chance } from './chance.ts';

/**
 * UUIDv7 as `newId` makes them, of a given time and chance: in one life each sorts after those before it, whatever the
 * clock does.
 */
export function createIds(now: () => number, chance: Chance): () => string {
  let milliseconds = Number.NEGATIVE_INFINITY;
  let seq = 0;
  return () => {
    if (now() > milliseconds) {
      milliseconds = now();
      seq = chance.between(0, 0x3fffffff);
    } else seq += 1;
    const random = Uint8Array.from({ length: 16 }, () => chance.between(0, 255));
    return v7({ msecs: milliseconds, seq, random });
  };
}
