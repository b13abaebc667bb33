import type { Environment } from '../../common/environment.ts';
import { type BackoffBounds, fullJitter } from '../common/backoff.ts';

/** A pause after a failure, which grows with each failure in a row. */
export type Pause = {
  isActive(): boolean;
  begin(): void;
  /** The next pause is a short one again. */
  reset(): void;
  /** Ends the pause now, and resets. */
  end(): void;
};

/** `over` is called when a pause has run out; not when it was ended. */
export function createPause(
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
  backoff: BackoffBounds,
  over: () => void,
): Pause {
  let failures = 0;
  let isActive = false;
  let cancel = () => {};
  return {
    isActive: () => isActive,
    begin() {
      cancel();
      isActive = true;
      cancel = clock.later(fullJitter(failures, backoff, random), () => {
        isActive = false;
        over();
      });
      failures += 1;
    },
    reset() {
      failures = 0;
    },
    end() {
      cancel();
      isActive = false;
      failures = 0;
    },
  };
}
