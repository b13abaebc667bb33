import type { Environment } from '../../common/environment.ts';
import type { Log } from '../common/log.ts';
import type { Followers } from './followers.ts';
import type { OnlinePeriods } from './online-periods.ts';

/**
 * While online, compares every followed project with the server: soon after connecting, then about every
 * `everyMilliseconds`. One after the other and at jittered times, because the server reads a whole project for each.
 */
export function verifyFollowedWhileOnline(parts: {
  periods: OnlinePeriods;
  followers: Followers;
  everyMilliseconds: number;
  log: Log;
  environment: Pick<Environment, 'clock' | 'random'>;
}): void {
  const { periods, followers, everyMilliseconds, log } = parts;
  const { clock, random } = parts.environment;
  let cancel = () => {};

  function verifyIn(milliseconds: number): void {
    cancel = clock.later(milliseconds * (0.5 + random()), () => void verifyAll());
  }

  async function verifyAll(): Promise<void> {
    const signal = periods.signal();
    for (const [, follower] of followers.list()) {
      if (signal.aborted) return;
      try {
        await follower.verify();
      } catch (error) {
        // The cache could not be read: the follower itself reports more about that.
        log.warn({ error: String(error) }, 'A project could not be compared with the server’s');
      }
    }
    if (!signal.aborted) verifyIn(everyMilliseconds);
  }

  periods.onBegin(() => verifyIn(everyMilliseconds / 10));
  periods.onEnd(() => cancel());
}
