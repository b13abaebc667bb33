import type { Clock } from '../../common/clock.ts';
import { type Difference, differenceSchema } from '../../protocol/wire/difference.ts';
import type { AccountRuntime } from '../runtime/account.ts';
import type { ReadDifference } from './points.ts';

/** One that isn't ready, or can't be reached, is requested again after this. */
const retryMilliseconds = 5_000;
const mostHeld = 100;

/** Differences between versions, for one account. `onLater` is called when one that was not ready should be read again. */
export function createDifferences(
  media: AccountRuntime['media'],
  clock: Clock,
  onLater: () => void,
): { read: ReadDifference; stop(): void } {
  const held = new Map<string, Difference>();
  const missing = new Map<string, number>();
  let stopWaiting: (() => void) | null = null;

  async function request(newer: string, older: string): Promise<Difference | undefined> {
    const url = `app://bundle/media/${newer}/difference?to=${encodeURIComponent(older)}`;
    const response = await media.answer({ method: 'GET', headers: new Headers(), url });
    if (response.status === 200) return differenceSchema.safeParse(await response.json()).data;
    if (response.status === 202 || response.status >= 500) {
      stopWaiting ??= clock.later(retryMilliseconds, () => {
        stopWaiting = null;
        onLater();
      });
    }
    return undefined;
  }

  return {
    async read(newer, older) {
      const key = `${newer} ${older}`;
      const known = held.get(key);
      if (known) return known;
      const lastTry = missing.get(key);
      if (lastTry !== undefined && clock.monotonic() - lastTry < retryMilliseconds) return undefined;
      const difference = await request(newer, older);
      if (difference) held.set(key, difference);
      else missing.set(key, clock.monotonic());
      for (const map of [held, missing]) if (map.size > mostHeld) map.delete(map.keys().next().value ?? '');
      return difference;
    },
    stop: () => stopWaiting?.(),
  };
}
