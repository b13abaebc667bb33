import type { Environment } from '../../common/environment.ts';
import { type BackoffBounds, defaultBackoff, fullJitter } from '../common/backoff.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from './connectivity.ts';

/** A list that an event said is another one now, without saying which. */
export type DueRead = {
  isDue(): boolean;
  /** Answers whether it could be read. Begins after it was called. */
  read(): Promise<boolean>;
  /** It was read, and nothing has said since that it is another one. */
  done(): void;
};

export type DueReads = {
  /** Something may have become due. */
  look(): void;
  stop(): void;
};

type Progress = { isReading: boolean; isAskedAgain: boolean; failures: number; cancel(): void };

/**
 * Reads what is due until it was read: again after a while where that fails, when the line comes back, and, since what
 * is due is kept where the events are, after a restart. The events themselves are not told twice, so nothing else would.
 */
export function createDueReads(
  readings: readonly DueRead[],
  dependencies: Pick<Environment, 'clock' | 'random'> & {
    connectivity: Connectivity;
    log: Log;
    backoff?: BackoffBounds;
  },
): DueReads {
  const { connectivity, log, clock, random, backoff = defaultBackoff } = dependencies;
  const progress = new Map<DueRead, Progress>(
    readings.map((reading) => [
      reading,
      { isReading: false, isAskedAgain: false, failures: 0, cancel: () => {} },
    ]),
  );
  let isStopped = false;

  async function run(reading: DueRead, state: Progress): Promise<void> {
    if (isStopped || connectivity.current().kind !== 'online' || !reading.isDue()) return;
    if (state.isReading) {
      state.isAskedAgain = true;
      return;
    }
    state.cancel();
    state.isReading = true;
    state.isAskedAgain = false;
    const isRead = await readAndNote(reading, state);
    state.isReading = false;
    if (isStopped) return;
    if (!isRead) {
      state.cancel = clock.later(fullJitter(state.failures, backoff, random), () => void run(reading, state));
      state.failures += 1;
      return;
    }
    state.failures = 0;
    if (state.isAskedAgain) return run(reading, state);
  }

  /** Nobody waits for this, so it must not throw where the disk is full. */
  async function readAndNote(reading: DueRead, state: Progress): Promise<boolean> {
    try {
      const isRead = await reading.read();
      if (isRead && !isStopped && !state.isAskedAgain) reading.done();
      return isRead;
    } catch (error) {
      if (!isStopped) log.error({ error: String(error) }, 'What was due could not be noted as read');
      return false;
    }
  }

  function look(): void {
    for (const [reading, state] of progress) void run(reading, state);
  }

  const unsubscribe = connectivity.subscribe(({ kind }) => {
    if (kind === 'online') look();
  });

  return {
    look,
    stop() {
      isStopped = true;
      unsubscribe();
      for (const { cancel } of progress.values()) cancel();
    },
  };
}
