import { type Hold, neverHeld } from '../../client/common/hold.ts';
import type { Log } from '../../client/common/log.ts';
import type { Pin } from '../../protocol/ipc/media.ts';
import { findCut } from '../../protocol/state/project-state.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { mediaText } from '../text/media.ts';
import { createPinnedFetcher, type Keeper } from './fetch-pinned.ts';
import { type PinnedThing, type PinPass, pinnedFiles, pinState } from './pinned-files.ts';

export type PinsDependencies = {
  kept: readonly PinnedThing[];
  /** Keeps the list of pinned things across restarts. */
  remember(things: readonly PinnedThing[]): void;
  keeper: Keeper;
  readProject(projectId: string): ProjectSnapshot | undefined;
  projectOfCut(cutId: string): string | undefined;
  /** Whether the project was left or deleted. False for one that was never seen here. */
  isProjectGone(projectId: string): boolean;
  /** Keeps a cut's comments, to be read offline too. False if they could not be requested. */
  keepComments(cutId: string): Promise<boolean>;
  changed(pins: Pin[]): void;
  log: Log;
  /** While it holds, nothing is fetched. */
  hold?: Hold;
  retryMilliseconds?: number;
};

/** The projects and cuts pinned for offline listening (see `protocol/ipc/media.ts`). */
export type Pins = {
  list(): Pin[];
  /** False for a project or cut that is not known here. */
  set(kind: Pin['kind'], id: string, isPinned: boolean): boolean;
  /** Projects whose events must be followed for the pins. */
  projects(): Set<string>;
  bytes(): number;
  /** Checks what is missing: a project, the limit or the connection has changed. */
  look(): void;
  stop(): void;
};

const reportMilliseconds = 500;

export function createPins(dependencies: PinsDependencies): Pins {
  const { keeper, remember, readProject, hold = neverHeld, log } = dependencies;
  const { retryMilliseconds = 60_000 } = dependencies;
  let things = [...dependencies.kept];
  let pass: PinPass = { kind: 'idle' };
  let isStopped = false;
  let shouldLookAgain = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let reportTimer: ReturnType<typeof setTimeout> | undefined;
  let lastReport = '';
  const fetcher = createPinnedFetcher({ keeper, keepComments: dependencies.keepComments });

  const filesOf = (thing: PinnedThing) => pinnedFiles(readProject(thing.projectId), thing);
  /** Each file once, newest first. */
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

  function report(): void {
    clearTimeout(reportTimer);
    reportTimer = undefined;
    const pins = list();
    const text = JSON.stringify(pins);
    if (text === lastReport || isStopped) return;
    lastReport = text;
    dependencies.changed(pins);
  }

  function reportSoon(): void {
    reportTimer ??= setTimeout(report, reportMilliseconds);
  }

  function look(): void {
    if (isStopped) return;
    if (pass.kind === 'fetching') {
      shouldLookAgain = true;
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
    if (hold.isHeld()) return;
    pass = { kind: 'fetching' };
    const progress = setInterval(report, 1_000);
    fetcher
      .fetch(files, { isStopped: () => isStopped, isSuperseded: () => shouldLookAgain, onFile: reportSoon })
      .catch((error: unknown): PinPass => {
        log.error({ error: String(error) }, 'Pinned files could not be fetched');
        return { kind: 'waiting', message: mediaText.notKept };
      })
      .then((result) => {
        clearInterval(progress);
        pass = result;
        report();
        if (isStopped) return;
        if (shouldLookAgain) {
          shouldLookAgain = false;
          look();
        } else if (result.kind === 'waiting') retryTimer = setTimeout(look, retryMilliseconds);
      });
  }

  const stopHolding = hold.onChange(() => {
    if (!hold.isHeld()) look();
  });

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
      report();
      return true;
    },
    projects: () => new Set(things.map(({ projectId }) => projectId)),
    bytes: () => wanted().reduce((bytes, { size }) => bytes + size, 0),
    look,
    stop() {
      isStopped = true;
      stopHolding();
      clearTimeout(retryTimer);
      clearTimeout(reportTimer);
    },
  };
}
