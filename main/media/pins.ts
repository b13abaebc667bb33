import type { Log } from '../../client/common/log.ts';
import type { Pin } from '../../protocol/ipc/media.ts';
import { findCut } from '../../protocol/state/project-state.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { Kept } from './filler.ts';
import { type PinnedThing, type PinPass, pinnedFiles, pinState } from './pinned-files.ts';
import { Unavailable } from './unavailable.ts';

/** What the sound cache offers for what is pinned. */
export type Keeper = {
  /** Bytes of the file that are on this disk, in the cache or as a bounce. */
  keptBytes(file: File): number;
  keep(file: File): Promise<Kept>;
  /** Its waveform. `pending`: it is not measured yet, which an event tells; `failed`: it could not be asked for. */
  keepPeaks(file: File): Promise<'known' | 'pending' | 'failed'>;
  /** These are never taken away to make room. */
  setPinned(sha256s: ReadonlySet<string>): void;
};

export type PinsDependencies = {
  kept: readonly PinnedThing[];
  /** Remembers what is pinned over a restart. */
  remember(things: readonly PinnedThing[]): void;
  keeper: Keeper;
  readProject(projectId: string): ProjectSnapshot | undefined;
  projectOfCut(cutId: string): string | undefined;
  /** Left, or deleted; not: never seen here. */
  isProjectGone(projectId: string): boolean;
  /** What is said of the cut, so that it can be read offline too. False when it could not be asked for. */
  keepComments(cutId: string): Promise<boolean>;
  changed(pins: Pin[]): void;
  log: Log;
  retryMilliseconds?: number;
};

/** What is pinned to be heard offline (see `protocol/ipc/media.ts`). */
export type Pins = {
  list(): Pin[];
  /** False for something of which nothing is known here. */
  set(kind: Pin['kind'], id: string, isPinned: boolean): boolean;
  /** Projects whose events have to be followed for it. */
  projects(): Set<string>;
  bytes(): number;
  /** Something of a project, the limit or the connection has changed: looks what is missing. */
  look(): void;
  stop(): void;
};

/** At once; one more than this would not make a line faster. */
const concurrentFiles = 2;
const tellMilliseconds = 500;

export function createPins(dependencies: PinsDependencies): Pins {
  const { keeper, remember, readProject, log, retryMilliseconds = 60_000 } = dependencies;
  let things = [...dependencies.kept];
  let pass: PinPass = { kind: 'idle' };
  let isStopped = false;
  let isAskedAgain = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let tellTimer: ReturnType<typeof setTimeout> | undefined;
  let told = '';
  /** Whose comments and waveform were asked for in this run. */
  const accompanied = new Set<string>();

  const filesOf = (thing: PinnedThing) => pinnedFiles(readProject(thing.projectId), thing);
  /** Each file once, the newest first. */
  function wanted(): File[] {
    const bySha256 = new Map(things.flatMap(filesOf).map((file) => [file.sha256, file]));
    return [...bySha256.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }

  function isGone({ kind, id, projectId }: PinnedThing): boolean {
    if (dependencies.isProjectGone(projectId)) return true;
    const project = readProject(projectId);
    return kind === 'cut' && project !== undefined && !findCut(project, id);
  }

  function list(): Pin[] {
    return things.map((thing) => pinState(thing, filesOf(thing), keeper.keptBytes, pass)).reverse();
  }

  function tell(): void {
    clearTimeout(tellTimer);
    tellTimer = undefined;
    const pins = list();
    const text = JSON.stringify(pins);
    if (text === told || isStopped) return;
    told = text;
    dependencies.changed(pins);
  }

  function tellSoon(): void {
    tellTimer ??= setTimeout(tell, tellMilliseconds);
  }

  function look(): void {
    if (isStopped) return;
    if (pass.kind === 'fetching') {
      isAskedAgain = true;
      return;
    }
    clearTimeout(retryTimer);
    const present = things.filter((thing) => !isGone(thing));
    if (present.length < things.length) {
      things = present;
      remember(things);
    }
    const files = wanted();
    keeper.setPinned(new Set(files.map(({ sha256 }) => sha256)));
    pass = { kind: 'fetching' };
    const progress = setInterval(tell, 1_000);
    fetchAll(files)
      .catch((error: unknown): PinPass => {
        log.error({ error: String(error) }, 'What is pinned could not be fetched');
        return { kind: 'waiting', message: 'This machine could not keep it: is its disk full?' };
      })
      .then((result) => {
        clearInterval(progress);
        pass = result;
        tell();
        if (isStopped) return;
        if (isAskedAgain) {
          isAskedAgain = false;
          look();
        } else if (result.kind === 'waiting') retryTimer = setTimeout(look, retryMilliseconds);
      });
  }

  async function fetchAll(files: readonly File[]): Promise<PinPass> {
    const queue = files.filter((file) => keeper.keptBytes(file) < file.size);
    let result = { kind: 'idle' } as PinPass;
    async function work(): Promise<void> {
      for (let file = queue.shift(); file && !isStopped; file = queue.shift()) {
        tellSoon();
        const kept = await keeper.keep(file);
        if (kept.kind === 'kept') continue;
        // What is older would take the room of what is newer; and who can't be reached now can't be for the next one.
        queue.length = 0;
        result = kept.kind === 'no-room' ? kept : { kind: 'waiting', message: sentenceOf(kept.error) };
      }
    }
    await Promise.all(Array.from({ length: concurrentFiles }, work));
    if (result.kind !== 'waiting') await accompany(files);
    return result;
  }

  /** Once a file is there it is looked at offline too: its waveform, and what is said of its cut. */
  async function accompany(files: readonly File[]): Promise<void> {
    for (const file of files) {
      if (isStopped || isAskedAgain) return;
      const peaks = accompanied.has(file.id) ? 'known' : await keeper.keepPeaks(file);
      if (peaks === 'failed') return;
      if (peaks === 'known') accompanied.add(file.id);
      if (!accompanied.has(file.cutId) && !(await dependencies.keepComments(file.cutId))) return;
      accompanied.add(file.cutId);
    }
  }

  return {
    list,
    set(kind, id, isPinned) {
      const others = things.filter((thing) => thing.kind !== kind || thing.id !== id);
      const projectId = kind === 'project' ? id : dependencies.projectOfCut(id);
      if (isPinned && (projectId === undefined || !readProject(projectId))) return false;
      things = isPinned && projectId !== undefined ? [...others, { kind, id, projectId }] : others;
      remember(things);
      keeper.setPinned(new Set(wanted().map(({ sha256 }) => sha256)));
      look();
      tell();
      return true;
    },
    projects: () => new Set(things.map(({ projectId }) => projectId)),
    bytes: () => wanted().reduce((bytes, { size }) => bytes + size, 0),
    look,
    stop() {
      isStopped = true;
      clearTimeout(retryTimer);
      clearTimeout(tellTimer);
    },
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Unavailable ? error.message : 'It did not come whole; it is tried again soon.';
}
