import type { PushSender } from '../../client/account/push-message.ts';
import type { Clock } from '../../common/clock.ts';

const everyMilliseconds = 200;

/** Tells the page how much of a version has been written: a few times a second, and at the end. */
export function createWriteReports(push: PushSender, clock: Pick<Clock, 'monotonic'>) {
  return (key: string) => {
    let last = clock.monotonic();
    return (written: number, total: number): void => {
      if (written < total && clock.monotonic() - last < everyMilliseconds) return;
      last = clock.monotonic();
      push('original.written', { key, written, total });
    };
  };
}
