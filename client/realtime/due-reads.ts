import type { Environment } from '../../common/environment.ts';
import { type BackoffBounds, defaultBackoff, fullJitter } from '../common/backoff.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from './connectivity.ts';

/** A list that has to be read as a whole, because an event said that it changed, but not how. */
export type DueRead = {
  isDue(): boolean;
  /** Begins after it was called. Returns whether it could be read. */
  read(): Promise<boolean>;
  /** It was read, and nothing has made it due again since. */
  done(): void;
};

export type DueReads = {
  /** Something may have become due. */
  check(): void;
  stop(): void;
};

type Progress = { isReading: boolean; isDueAgain: boolean; failures: number; cancel(): void };

/**
 * Reads what is due until it was read: again after a delay if that fails, again when the connection is back, and, since
 * what is due is stored beside the events, again after a restart. Events don't repeat, so nothing else would trigger it.
 */
export function createDueReads(
  reads: readonly DueRead[],
  dependencies: Pick<Environment, 'clock' | 'random'> & {
    connectivity: Connectivity;
    log: Log;
    backoff?: BackoffBounds;
  },
): DueReads {
  const { connectivity, log, clock, random, backoff = defaultBackoff } = dependencies;
  const progress = new Map<DueRead, Progress>(
    reads.map((read) => [read, { isReading: false, isDueAgain: false, failures: 0, cancel: () => {} }]),
  );
  let isStopped = false;

  async function run(due: DueRead, state: Progress): Promise<void> {
    if (isStopped || connectivity.current().kind !== 'online' || !due.isDue()) return;
    if (state.isReading) {
      state.isDueAgain = true;
      return;
    }
    state.cancel();
    state.isReading = true;
    state.isDueAgain = false;
    const isRead = await readAndComplete(due, state);
    state.isReading = false;
    if (isStopped) return;
    if (!isRead) {
      state.cancel = clock.later(fullJitter(state.failures, backoff, random), () => void run(due, state));
      state.failures += 1;
      return;
    }
    state.failures = 0;
    if (state.isDueAgain) return run(due, state);
  }

  /** Nobody awaits this, so it must not throw when the disk is full. */
  async function readAndComplete(due: DueRead, state: Progress): Promise<boolean> {
    try {
      const isRead = await due.read();
      if (isRead && !isStopped && !state.isDueAgain) due.done();
      return isRead;
    } catch (error) {
      if (!isStopped) log.error({ error: String(error) }, 'A due read could not be completed');
      return false;
    }
  }

  function check(): void {
    for (const [due, state] of progress) void run(due, state);
  }

  const unsubscribe = connectivity.subscribe(({ kind }) => {
    if (kind === 'online') check();
  });

  return {
    check,
    stop() {
      isStopped = true;
      unsubscribe();
      for (const { cancel } of progress.values()) cancel();
    },
  };
}
