import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { isBounceName, isHiddenName } from '../../client/uploads/bounce-names.ts';
import type { BindingStatus } from '../../protocol/ipc/binding.ts';
import { type Disk, VolumeSilent } from './disk.ts';
import type { PipelineSettings } from './pipeline.ts';
import { isNetworkVolume } from './volume.ts';
import { type FoundFile, walkFolder } from './walk-folder.ts';

export type FolderWatchDependencies = {
  folder: string;
  disk: Disk;
  settings: PipelineSettings;
  /** All bounces that a full look found. */
  onFound(files: FoundFile[]): Promise<void>;
  /** Something may have happened to this path. */
  onHint(path: string): void;
  onStatus(status: BindingStatus): void;
  isNetwork?: typeof isNetworkVolume;
  /** The system's watcher; tests give one that fails. */
  watchTree?: typeof watch;
};

/** Watches one bound folder until stopped. Events are hints; full looks find what events miss. */
export type FolderWatch = {
  readonly network: boolean;
  readonly missing: boolean;
  start(): Promise<void>;
  rescan(): void;
  stop(): Promise<void>;
};

/** Where events can't be relied on, full looks come at this pace, or slower so as to take 5 % of the time at most. */
const pollMilliseconds = 5_000;
const pollShare = 20;
const silenceMilliseconds = 2_500;
/** A look at a folder whose volume answers nothing is not waited for. */
const stopMilliseconds = 1_000;

const muteVolume =
  'The volume of this folder does not answer. Check the drive or the share; bounces go on by themselves when it is back.';

export function createFolderWatch(dependencies: FolderWatchDependencies): FolderWatch {
  const { folder, disk, settings, onFound, onHint, onStatus } = dependencies;
  const { isNetwork = isNetworkVolume, watchTree = watch } = dependencies;
  let watcher: FSWatcher | null = null;
  let giveUpWaiting: () => void = () => undefined;
  let trouble: string | null = null;
  let place: Place | null = null;
  let missing = false;
  let isMute = false;
  let network = false;
  let stopped = false;
  let scanning: Promise<void> | null = null;
  let scanAgain = false;
  let checkTimer: NodeJS.Timeout | undefined;
  let scanTimer: NodeJS.Timeout | undefined;

  function tell(): void {
    if (stopped) return;
    if (missing && isMute) onStatus({ kind: 'error', message: muteVolume });
    else if (missing) onStatus({ kind: 'missing', since: Date.now() });
    else if (trouble !== null) onStatus({ kind: 'error', message: trouble });
    else onStatus({ kind: 'watching', polling: network });
  }

  async function check(): Promise<void> {
    const now = await placeOf(disk, folder);
    if (stopped) return;
    const lost = now === null || now === 'no answer' || (place?.isMountPoint && !now.isMountPoint);
    if (lost) {
      const wasMissing = missing;
      const wasMute = isMute;
      missing = true;
      isMute = now === 'no answer';
      if (!wasMissing) await close();
      if (!wasMissing || wasMute !== isMute) tell();
    } else if (missing || place === null || now.key !== place.key) {
      missing = false;
      place = now;
      await open();
    }
    if (!stopped) checkTimer = setTimeout(() => void check(), settings.folderCheckMilliseconds);
  }

  async function open(): Promise<void> {
    await close();
    network = await disk.run(folder, () => isNetwork(folder)).catch(() => network);
    trouble = null;
    if (!network && !stopped) await watchEvents();
    if (!stopped) await scan();
    tell();
  }

  /** Links below are not followed, but the folder itself may be one. */
  async function watchEvents(): Promise<void> {
    const real = await realPathOf(disk, folder);
    if (stopped || real === null) return;
    await new Promise<void>((ready) => {
      giveUpWaiting = ready;
      const opened = watchTree(real, {
        ignoreInitial: true,
        followSymlinks: false,
        ignorePermissionErrors: true,
        atomic: false,
        ignored: (path, stats) => path !== real && isIgnored(path, stats?.isDirectory()),
      });
      watcher = opened;
      opened.on('all', (event, path) => {
        if (event === 'addDir') rescan();
        else if (event !== 'unlinkDir') onHint(join(folder, relative(real, path)));
      });
      opened.on('error', (error) => {
        ready();
        // One limit is hit once for each folder.
        if (trouble !== null) return;
        trouble = watchTrouble((error as NodeJS.ErrnoException).code);
        tell();
        rescan();
      });
      opened.once('ready', ready);
    });
  }

  async function close(): Promise<void> {
    const closing = watcher;
    watcher = null;
    // A watcher that is closed never says that it is ready.
    giveUpWaiting();
    await closing?.close();
  }

  function scan(): Promise<void> {
    if (scanning) {
      scanAgain = true;
      return scanning;
    }
    clearTimeout(scanTimer);
    scanning = lookAtAll().finally(() => {
      scanning = null;
      if (stopped) return;
      if (scanAgain) {
        scanAgain = false;
        void scan();
      }
    });
    return scanning;
  }

  async function lookAtAll(): Promise<void> {
    const started = performance.now();
    const files = missing ? null : await listBounces(disk, folder);
    if (files && !stopped) await onFound(files);
    const took = performance.now() - started;
    const unreliable = network || trouble !== null;
    const pause = unreliable ? Math.max(pollMilliseconds, took * pollShare) : settings.rescanMilliseconds;
    if (!stopped) scanTimer = setTimeout(() => void scan(), Math.min(pause, settings.rescanMilliseconds));
  }

  function rescan(): void {
    if (!stopped && !missing && place !== null) void scan();
  }

  return {
    get network() {
      return network;
    },
    get missing() {
      return missing;
    },
    start: check,
    rescan,
    async stop() {
      stopped = true;
      clearTimeout(checkTimer);
      clearTimeout(scanTimer);
      await close();
      await Promise.race([scanning, stopPatience()]);
      clearTimeout(scanTimer);
    },
  };
}

/** Where the folder really lies; null if it is gone or does not answer. */
export async function realPathOf(disk: Disk, folder: string): Promise<string | null> {
  try {
    return await Promise.race([disk.run(folder, () => realpath(folder)), silence()]);
  } catch {
    // A watched one's next check says so.
    return null;
  }
}

async function listBounces(disk: Disk, folder: string): Promise<FoundFile[] | null> {
  try {
    return await walkFolder(disk, folder, isBounceName);
  } catch {
    // The folder itself can't be read: its next check says so.
    return null;
  }
}

type Place = { key: string; isMountPoint: boolean };

/** Which folder is at the path; null if none is, or it can't be used. A volume taken off its mount point leaves an empty one behind. */
async function placeOf(disk: Disk, folder: string): Promise<Place | null | 'no answer'> {
  try {
    const looks = disk.run(folder, () =>
      Promise.all([stat(folder, { bigint: true }), stat(dirname(folder), { bigint: true })]),
    );
    const [self, parent] = await Promise.race([looks, silence()]);
    return self.isDirectory()
      ? { key: `${self.dev}:${self.ino}`, isMountPoint: self.dev !== parent.dev }
      : null;
  } catch (error) {
    return error instanceof VolumeSilent ? 'no answer' : null;
  }
}

function stopPatience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, stopMilliseconds).unref());
}

/** A share whose server is gone answers nothing at all. */
function silence(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new VolumeSilent('The volume of the folder')), silenceMilliseconds).unref();
  });
}

function isIgnored(path: string, isDirectory: boolean | undefined): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  // Asked first without knowing what it is: then only what is hidden is out.
  return isHiddenName(name) || (isDirectory === false && !isBounceName(name));
}

function watchTrouble(code: string | undefined): string {
  if (code === 'ENOSPC' || code === 'EMFILE') {
    const limit = code === 'ENOSPC' ? 'fs.inotify.max_user_watches' : 'fs.inotify.max_user_instances';
    return `This system allows no more folders to be watched. Raise ${limit} (sysctl) and restart BandMate. Until then the folder is looked at every few seconds.`;
  }
  return `The folder's changes can't be followed${code ? ` (${code})` : ''}. It is looked at every few seconds instead.`;
}
