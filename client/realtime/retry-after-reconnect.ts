import type { Clock } from '../../common/clock.ts';
import type { Connectivity } from './connectivity.ts';

/** Calls `progress` whenever something shows that the attempt is alive. Must end soon after its signal fires. */
type Attempt<Result> = (signal: AbortSignal, progress: () => void) => Promise<Result>;

/**
 * Runs an idempotent attempt, and replaces it when it probably died with its connection. A socket soon notices that a
 * network is gone; an HTTP request notices only at the end of a long timeout. So when the socket has reconnected since
 * the attempt began, and the attempt made no progress for `patience` (milliseconds), it is aborted and started again.
 * Each new attempt has twice the patience, so that slow work ends even where connections keep breaking.
 */
export async function retryAfterReconnect<Result>(
  parts: {
    connectivity: Connectivity;
    clock: Clock;
    patience: number;
    /** The caller's: no attempt follows once it has fired. */
    signal: AbortSignal | undefined;
    /** Whether this is the result of an attempt that was aborted. */
    isAborted(result: Result): boolean;
  },
  attempt: Attempt<Result>,
): Promise<Result> {
  const { signal } = parts;
  for (let { patience } = parts; ; patience *= 2) {
    const replacing = new AbortController();
    const either = signal ? AbortSignal.any([signal, replacing.signal]) : replacing.signal;
    const watch = watchReconnects({ ...parts, patience, replace: () => replacing.abort() });
    const result = await attempt(either, watch.progress).finally(watch.stop);
    if (!replacing.signal.aborted || signal?.aborted || !parts.isAborted(result)) return result;
  }
}

function watchReconnects(parts: {
  connectivity: Connectivity;
  clock: Clock;
  patience: number;
  replace(): void;
}): { progress(): void; stop(): void } {
  const { connectivity, clock, patience, replace } = parts;
  let isOnline = connectivity.current().kind === 'online';
  let progressAt = clock.monotonic();
  let cancel = () => {};
  const unsubscribe = connectivity.subscribe(({ kind }) => {
    const wasOnline = isOnline;
    isOnline = kind === 'online';
    if (isOnline === wasOnline) return;
    cancel();
    if (!isOnline) return;
    const milliseconds = progressAt + patience - clock.monotonic();
    if (milliseconds > 0) cancel = clock.later(milliseconds, replace);
    else replace();
  });
  return {
    progress() {
      progressAt = clock.monotonic();
      cancel();
    },
    stop() {
      unsubscribe();
      cancel();
    },
  };
}
