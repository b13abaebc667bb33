import { open } from 'node:fs/promises';
import type { TransferState } from '../../../protocol/ipc/transfer.ts';
import { unreadableState } from '../../uploads/failure-state.ts';
import type { Disk } from '../disk/disk.ts';
import { type FileIdentity, identityOf, sameIdentity } from '../disk/file-identity.ts';
import type { PipelineSettings } from '../pipeline.ts';
import { type ContainerVerdict, type RandomAccess, readHandle } from './containers/random-access.ts';
import { type SettleState, type SettleStep, settle } from './settle.ts';
import type { WriterCheck } from './writers/writer-check.ts';

/** The result of a look at a file. `busy`: it can't be opened right now. After `gone` or `unreadable`, looks end. */
export type Look =
  | { kind: 'step'; step: SettleStep }
  | { kind: 'busy' }
  | { kind: 'gone' }
  | { kind: 'unreadable'; code: string; state: TransferState };

export type SettlingFile = {
  path: string;
  /** Whether the file is on a network volume. Called at the first look. */
  isNetwork(): boolean | Promise<boolean>;
  takeAsIs: boolean;
};

/** Looks at each settling file as often as settle.ts asks, until it is gone, unreadable or forgotten. By the transfer's id. */
export type Settler = {
  /** Starts from the beginning, with a first look at once. */
  watch(id: string, file: SettlingFile, onLook: (look: Look) => void): void;
  /** Something happened to the file: look now. */
  hint(id: string): void;
  isWatching(id: string): boolean;
  forget(id: string): void;
  stop(): void;
};

type Watched = {
  file: SettlingFile;
  onLook(look: Look): void;
  state: SettleState | null;
  container: ContainerVerdict;
  network: boolean;
  timer: NodeJS.Timeout | null;
  /** When the timer goes off, monotonic. */
  dueAt: number;
  phase: 'resting' | 'due' | 'looking' | 'forgotten';
  hinted: boolean;
};

/** The shortest pause between two looks at a file, in milliseconds. */
const shortestPause = 30;
const pauseWhenBusy = 500;
/** How many files are open at a time, however many settle. */
const looksAtATime = 16;

export function createSettler(dependencies: {
  settings: PipelineSettings;
  checkWriter: WriterCheck;
  judge(file: RandomAccess): Promise<ContainerVerdict>;
  disk: Disk;
  /** Called for an unexpected failure, such as a disk too full to write a state; looks continue. */
  onError(error: unknown): void;
}): Settler {
  const { settings, checkWriter, judge, disk, onError } = dependencies;
  const watched = new Map<string, Watched>();
  const due: Watched[] = [];
  let looking = 0;

  function schedule(entry: Watched, milliseconds: number): void {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.dueAt = performance.now() + milliseconds;
    entry.timer = setTimeout(() => {
      entry.timer = null;
      entry.phase = 'due';
      due.push(entry);
      pump();
    }, milliseconds);
  }

  function pump(): void {
    while (looking < looksAtATime) {
      const entry = due.shift();
      if (!entry) return;
      if (entry.phase !== 'forgotten') look(entry).catch(onError);
    }
  }

  async function look(entry: Watched): Promise<void> {
    looking++;
    entry.phase = 'looking';
    entry.hinted = false;
    const result = await lookAt(entry);
    looking--;
    pump();
    // Forgotten during the look: its result no longer matters.
    if ((entry.phase as Watched['phase']) === 'forgotten') return;
    entry.phase = 'resting';
    if (result.kind === 'step') {
      entry.state = result.step.state;
      schedule(entry, entry.hinted ? shortestPause : result.step.nextLook);
    } else if (result.kind === 'busy') {
      entry.state = null;
      schedule(entry, pauseWhenBusy);
    }
    entry.onLook(result);
  }

  async function lookAt(entry: Watched): Promise<Look> {
    const { file, state } = entry;
    try {
      const identity = await disk.run(file.path, () => readState(entry));
      if (identity === null) return failedLook('EISDIR');
      const { container, network } = entry;
      // A file that changed since the last look is being written, so nobody needs to ask. The check asks the system, not
      // the volume, so it doesn't go through the disk's queue.
      const asked = !network && state !== null && sameIdentity(state.identity, identity);
      const writer = asked ? await checkWriter({ path: file.path, ...identity }) : 'unknown';
      const at = performance.now();
      const observation = { at, identity, container, writer, network, takeAsIs: file.takeAsIs };
      return { kind: 'step', step: settle(state, observation, settings) };
    } catch (error) {
      return failedLook((error as NodeJS.ErrnoException).code ?? String(error));
    }
  }

  /** Null if it is not a file. Reads the container only if the file changed since the last look. */
  async function readState(entry: Watched): Promise<FileIdentity | null> {
    const { file, state } = entry;
    await using handle = await open(file.path, 'r');
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile()) return null;
    const identity = identityOf(stats);
    if (state === null) entry.network = await file.isNetwork();
    if (state === null || !sameIdentity(state.identity, identity)) {
      entry.container = await judge(readHandle(handle, identity.size));
    }
    return identity;
  }

  function forget(id: string): void {
    const entry = watched.get(id);
    if (!entry) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.phase = 'forgotten';
    watched.delete(id);
  }

  return {
    watch(id, file, onLook) {
      forget(id);
      const entry: Watched = {
        ...{ file, onLook, state: null, container: 'unknown', network: false },
        ...{ timer: null, dueAt: 0, phase: 'resting', hinted: false },
      };
      watched.set(id, entry);
      schedule(entry, 0);
    },
    hint(id) {
      const entry = watched.get(id);
      if (entry?.phase === 'looking') entry.hinted = true;
      // A series of hints must not keep postponing the look.
      else if (entry?.phase === 'resting' && entry.dueAt > performance.now() + shortestPause) {
        schedule(entry, shortestPause);
      }
    },
    isWatching: (id) => watched.has(id),
    forget,
    stop() {
      for (const id of [...watched.keys()]) forget(id);
    },
  };
}

/** Translates a system's error code about a file that should be read. */
export function failedLook(code: string): Exclude<Look, { kind: 'step' }> {
  if (['ENOENT', 'ENOTDIR', 'ESTALE', 'ENODEV', 'ENXIO'].includes(code)) return { kind: 'gone' };
  // Another program has it open without sharing (Windows), or this process has too many files open.
  if (['EBUSY', 'ETXTBSY', 'EMFILE', 'ENFILE', 'EAGAIN'].includes(code)) return { kind: 'busy' };
  return { kind: 'unreadable', code, state: unreadableState(code) };
}
