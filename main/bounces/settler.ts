import { open } from 'node:fs/promises';
import type { TransferState } from '../../protocol/ipc/transfer.ts';
import { unreadableState } from '../uploads/failure-state.ts';
import { judgeContainer } from './containers/judge-container.ts';
import { type ContainerVerdict, readHandle } from './containers/random-access.ts';
import type { Disk } from './disk.ts';
import { type FileIdentity, identityOf, sameIdentity } from './file-identity.ts';
import type { PipelineSettings } from './pipeline.ts';
import { type SettleState, type SettleStep, settle } from './settle.ts';
import type { WriterCheck } from './writers/writer-check.ts';

/** What a look at a file said. `busy`: it can't even be opened now. `gone` and `unreadable` end the watching of it. */
export type Look =
  | { kind: 'step'; step: SettleStep }
  | { kind: 'busy' }
  | { kind: 'gone' }
  | { kind: 'unreadable'; code: string; state: TransferState };

export type SettlingFile = {
  path: string;
  /** Whether it lies on a network volume; asked at the first look. */
  isNetwork(): boolean | Promise<boolean>;
  takeAsIs: boolean;
};

/** Looks at each file that settles as often as settle.ts asks for, until it is settled, gone or no longer watched. */
export type Settler = {
  /** Begins anew, from a first look at once. */
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

/** A file that changes on and on is not looked at more often than this, in milliseconds. */
const shortestPause = 30;
const pauseWhenBusy = 500;
/** Open files at a time, however many settle. */
const looksAtATime = 16;

/** `onError` hears of what should not happen, such as a disk too full to note what was seen; looks go on. */
export function createSettler(
  settings: PipelineSettings,
  checkWriter: WriterCheck,
  disk: Disk,
  onError: (error: unknown) => void,
): Settler {
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
    // Forgotten while we looked: what it was has no meaning any more.
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
      // While a file changes from look to look there is no need to ask who does it. That is asked of this machine, not
      // of the volume, and of many files together: it takes no place there.
      const asked = !network && state !== null && sameIdentity(state.identity, identity);
      const writer = asked ? await checkWriter({ path: file.path, ...identity }) : 'unknown';
      const at = performance.now();
      const observation = { at, identity, container, writer, network, takeAsIs: file.takeAsIs };
      return { kind: 'step', step: settle(state, observation, settings) };
    } catch (error) {
      return failedLook((error as NodeJS.ErrnoException).code ?? String(error));
    }
  }

  /** Null for what is no file. Looks into it only if it is another one than before. */
  async function readState(entry: Watched): Promise<FileIdentity | null> {
    const { file, state } = entry;
    await using handle = await open(file.path, 'r');
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile()) return null;
    const identity = identityOf(stats);
    if (state === null) entry.network = await file.isNetwork();
    if (state === null || !sameIdentity(state.identity, identity)) {
      entry.container = await judgeContainer(readHandle(handle, identity.size));
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
        file,
        onLook,
        state: null,
        container: 'unknown',
        network: false,
        timer: null,
        dueAt: 0,
        phase: 'resting',
        hinted: false,
      };
      watched.set(id, entry);
      schedule(entry, 0);
    },
    hint(id) {
      const entry = watched.get(id);
      if (entry?.phase === 'looking') entry.hinted = true;
      // Hints that come in a row must not put the look off.
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

/** What a system's error code says of a file that was to be read. */
export function failedLook(code: string): Exclude<Look, { kind: 'step' }> {
  if (['ENOENT', 'ENOTDIR', 'ESTALE', 'ENODEV', 'ENXIO'].includes(code)) return { kind: 'gone' };
  // Opened by another program without sharing (Windows), or this one has too many files open: later.
  if (['EBUSY', 'ETXTBSY', 'EMFILE', 'ENFILE', 'EAGAIN'].includes(code)) return { kind: 'busy' };
  return { kind: 'unreadable', code, state: unreadableState(code) };
}
