import type { Log } from '../../client/common/log.ts';
import type { Clock } from '../../common/clock.ts';
import { findDaw } from './known-daws.ts';

/** Between two looks at the processes. The settings say so. */
export const dawLookMilliseconds = 20_000;

/** Looks now and then whether a DAW runs, only while somebody wants to know. */
export type DawWatch = {
  /** The names that count besides the known ones; null: nobody looks. */
  watch(ownDaws: readonly string[] | null): void;
  /** The DAW that ran at the last look. */
  running(): string | null;
  stop(): void;
};

export function createDawWatch(parts: {
  listProcesses(): Promise<string[]>;
  onChange(): void;
  clock: Pick<Clock, 'later'>;
  log: Log;
}): DawWatch {
  const { listProcesses, onChange, clock, log } = parts;
  let own: readonly string[] | null = null;
  let daw: string | null = null;
  let cancel = () => {};
  /** Rises with each change of what is looked for, so that an older look doesn't count. */
  let turn = 0;

  function found(next: string | null): void {
    if (next === daw) return;
    daw = next;
    onChange();
  }

  async function look(): Promise<void> {
    const mine = turn;
    try {
      const processes = await listProcesses();
      if (mine === turn && own !== null) found(findDaw(processes, own));
    } catch (error) {
      log.info({ error: String(error) }, 'The processes could not be listed');
    }
    if (mine === turn && own !== null) cancel = clock.later(dawLookMilliseconds, () => void look());
  }

  return {
    watch(ownDaws) {
      if (JSON.stringify(ownDaws) === JSON.stringify(own)) return;
      own = ownDaws;
      turn++;
      cancel();
      if (own === null) found(null);
      else void look();
    },
    running: () => daw,
    stop() {
      own = null;
      turn++;
      cancel();
    },
  };
}
