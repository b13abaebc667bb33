import { createListeners } from '../common/listeners.ts';
import type { Connectivity } from './connectivity.ts';

/** Splits time into periods during which the connection is open. A change of the kind of transport ends none. */
export type OnlinePeriods = {
  isOnline(): boolean;
  /** Aborted when the current period ends, or already aborted while offline. */
  signal(): AbortSignal;
  onBegin(listener: () => void): () => void;
  /** Called after `signal` was aborted. */
  onEnd(listener: () => void): () => void;
  /** Ends the current period for good. */
  stop(): void;
};

export function createOnlinePeriods(connectivity: Connectivity): OnlinePeriods {
  const beginListeners = createListeners<void>();
  const endListeners = createListeners<void>();
  let period = new AbortController();
  let isOnline = false;
  period.abort();

  function end(): void {
    isOnline = false;
    period.abort();
    endListeners.notify();
  }

  const unsubscribe = connectivity.subscribe(({ kind }) => {
    if ((kind === 'online') === isOnline) return;
    if (isOnline) return end();
    isOnline = true;
    period = new AbortController();
    beginListeners.notify();
  });

  return {
    isOnline: () => isOnline,
    signal: () => period.signal,
    onBegin: beginListeners.add,
    onEnd: endListeners.add,
    stop() {
      unsubscribe();
      end();
    },
  };
}
