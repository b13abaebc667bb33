import type { Hold } from '../../client/common/hold.ts';
import { createListeners } from '../../client/common/listeners.ts';
import type { Clock } from '../../common/clock.ts';
import type { RecordingPause } from '../../protocol/ipc/beside.ts';

/** The pause while the user records. Background work waits for its end. */
export type PauseControl = Hold & {
  current(): RecordingPause | null;
  /** `minutes` null: until `resume`. */
  pause(minutes: number | null): void;
  /** Takes up a pause of an earlier run. */
  restore(pause: RecordingPause | null): void;
  resume(): void;
  /** Looks whether it has ended: timers may rest while the computer sleeps. */
  look(): void;
  stop(): void;
};

/** Timers take no longer wait than this, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

export function createRecordingPause(clock: Pick<Clock, 'now' | 'later'>): PauseControl {
  const listeners = createListeners<void>();
  let pause: RecordingPause | null = null;
  let cancel = () => {};

  function set(next: RecordingPause | null): void {
    cancel();
    pause = next;
    if (pause && pause.until !== null) {
      cancel = clock.later(Math.min(longestTimer, Math.max(0, pause.until - clock.now())), look);
    }
    listeners.notify();
  }

  function look(): void {
    if (!pause || pause.until === null) return;
    set(pause.until <= clock.now() ? null : pause);
  }

  return {
    isHeld: () => pause !== null,
    onChange: listeners.add,
    current: () => pause,
    pause: (minutes) => set({ until: minutes === null ? null : clock.now() + minutes * 60_000 }),
    restore(before) {
      if (before && (before.until === null || before.until > clock.now())) set(before);
    },
    resume: () => set(null),
    look,
    stop: () => cancel(),
  };
}
