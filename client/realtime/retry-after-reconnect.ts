import type { Clock } from '../../common/clock.ts';
import type { Connectivity } from './connectivity.ts';

/** `heard` is to be called whenever something shows that it goes on. It must end soon after its signal fires. */
type Attempt<Result> = (signal: AbortSignal, heard: () => void) => Promise<Result>;

/**
 * Attempts something that changes nothing more when it is done twice. A socket notices soon that a connection is dead,
 * what is under way beside it only at the end of a long wait: so when a line was opened after an attempt began, and
 * nothing was heard of that for `patience` (milliseconds), it is broken off and made anew. The next one has twice the
 * patience, since where lines keep breaking what is slow must come to its end all the same.
 */
export async function retryAfterReconnect<Result>(
  parts: {
    connectivity: Connectivity;
    clock: Clock;
    patience: number;
    /** Of the caller, who wants no more of it. */
    signal: AbortSignal | undefined;
    /** Whether an attempt ended because its signal fired. */
    isBrokenOff(result: Result): boolean;
  },
  attempt: Attempt<Result>,
): Promise<Result> {
  const { signal } = parts;
  for (let { patience } = parts; ; patience *= 2) {
    const overtaken = new AbortController();
    const either = signal ? AbortSignal.any([signal, overtaken.signal]) : overtaken.signal;
    const watch = watchLines({ ...parts, patience, overtaken: () => overtaken.abort() });
    const result = await attempt(either, watch.heard).finally(watch.stop);
    if (!overtaken.signal.aborted || signal?.aborted || !parts.isBrokenOff(result)) return result;
  }
}

function watchLines(parts: {
  connectivity: Connectivity;
  clock: Clock;
  patience: number;
  overtaken(): void;
}): { heard(): void; stop(): void } {
  const { connectivity, clock, patience, overtaken } = parts;
  let isOnline = connectivity.current().kind === 'online';
  let heardAt = clock.monotonic();
  let cancel = () => {};
  const unsubscribe = connectivity.subscribe(({ kind }) => {
    const wasOnline = isOnline;
    isOnline = kind === 'online';
    if (isOnline === wasOnline) return;
    cancel();
    if (!isOnline) return;
    const milliseconds = heardAt + patience - clock.monotonic();
    if (milliseconds > 0) cancel = clock.later(milliseconds, overtaken);
    else overtaken();
  });
  return {
    heard() {
      heardAt = clock.monotonic();
      cancel();
    },
    stop() {
      unsubscribe();
      cancel();
    },
  };
}
