import { useSyncExternalStore } from 'react';

const steps = { second: 1000, halfMinute: 30_000 } as const;

/** The time, rounded down to the step, so that components render only when it has changed. */
export function useNow(step: keyof typeof steps = 'halfMinute'): number {
  const length = steps[step];
  return useSyncExternalStore(
    (listener) => {
      const timer = setInterval(listener, length);
      return () => clearInterval(timer);
    },
    () => Math.floor(Date.now() / length) * length,
  );
}
