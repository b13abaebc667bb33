import { join } from 'node:path';
import { watch } from 'chokidar';
import { isBounceName } from '../../../client/uploads/bounce-names.ts';
import type { Clock } from '../../../common/clock.ts';
import { coalesce } from '../../../common/coalesce.ts';
import type { BindingStatus } from '../../../protocol/ipc/binding.ts';
import { bouncesText } from '../../text/bounces.ts';
import type { Disk } from '../disk/disk.ts';
import { isNetworkVolume } from '../disk/volume.ts';
import { type FoundFile, walkFolder } from '../disk/walk-folder.ts';
import type { PipelineSettings } from '../pipeline.ts';
import { type FolderPlace, placeOf, realPathOf } from './folder-place.ts';
import { openTreeEvents, type TreeEvents } from './tree-events.ts';

export type FolderWatchDependencies = {
  folder: string;
  disk: Disk;
  clock: Pick<Clock, 'now'>;
  settings: PipelineSettings;
  /** All bounces that a full scan found. */
  onFound(files: FoundFile[]): Promise<void>;
  /** Something may have happened to this path. */
  onHint(path: string): void;
  onStatus(status: BindingStatus): void;
  isNetwork?: typeof isNetworkVolume;
  /** The system's watcher; a test passes one that fails. */
  watchTree?: typeof watch;
};

/** Watches one bound folder until stopped. Events are hints; full scans find what events miss. */
export type FolderWatch = {
  readonly network: boolean;
  readonly missing: boolean;
  /** Resolves after the first scan, or when the folder turns out to be missing. */
  start(): Promise<void>;
  rescan(): void;
  stop(): Promise<void>;
};

/** Where events are unreliable, scans run at this pace, or slower if they would take over 5 % of the time. */
const pollMilliseconds = 5_000;
const pollShare = 20;
/** How long `stop` waits for a scan of a volume that doesn't answer. */
const stopMilliseconds = 1_000;

export function createFolderWatch(dependencies: FolderWatchDependencies): FolderWatch {
  const { folder, disk, clock, settings, onFound, onHint, onStatus } = dependencies;
  const { isNetwork = isNetworkVolume, watchTree = watch } = dependencies;
  let events: TreeEvents | null = null;
  let trouble: string | null = null;
  let place: FolderPlace | null = null;
  let missing = false;
  let isSilent = false;
  let network = false;
  let stopped = false;
  let lastScan: Promise<void> = Promise.resolve();
  let checkTimer: NodeJS.Timeout | undefined;
  let scanTimer: NodeJS.Timeout | undefined;
  const scan = coalesce(scanOnce);

  function reportStatus(): void {
    if (stopped) return;
    if (missing && isSilent) onStatus({ kind: 'error', message: bouncesText.folderSilent });
    else if (missing) onStatus({ kind: 'missing', since: clock.now() });
    else if (trouble !== null) onStatus({ kind: 'error', message: trouble });
    else onStatus({ kind: 'watching', polling: network });
  }

  async function check(): Promise<void> {
    const now = await placeOf(disk, folder);
    if (stopped) return;
    const lost = now === null || now === 'no answer' || (place?.isMountPoint && !now.isMountPoint);
    if (lost) {
      const wasMissing = missing;
      const wasSilent = isSilent;
      missing = true;
      isSilent = now === 'no answer';
      if (!wasMissing) await closeEvents();
      if (!wasMissing || wasSilent !== isSilent) reportStatus();
    } else if (missing || place === null || now.key !== place.key) {
      missing = false;
      place = now;
      await open();
    }
    if (!stopped) checkTimer = setTimeout(() => void check(), settings.folderCheckMilliseconds);
  }

  async function open(): Promise<void> {
    await closeEvents();
    network = await disk.run(folder, () => isNetwork(folder)).catch(() => network);
    trouble = null;
    if (!network && !stopped) await openEvents();
    if (!stopped) await startScan();
    reportStatus();
  }

  async function openEvents(): Promise<void> {
    // The folder may be a link; those below it are not followed.
    const root = await realPathOf(disk, folder);
    if (stopped || root === null) return;
    events = openTreeEvents({
      ...{ root, watchTree, onNewFolder: rescan },
      onFile: (path) => onHint(join(folder, path)),
      onError(code) {
        // A system's limit is hit once for each folder below.
        if (trouble !== null) return;
        trouble = bouncesText.watchTrouble(code);
        reportStatus();
        rescan();
      },
    });
    await events.ready;
  }

  async function closeEvents(): Promise<void> {
    const closing = events;
    events = null;
    await closing?.close();
  }

  function startScan(): Promise<void> {
    clearTimeout(scanTimer);
    lastScan = scan();
    return lastScan;
  }

  async function scanOnce(): Promise<void> {
    if (stopped) return;
    const started = performance.now();
    const files = missing ? null : await listBounces(disk, folder);
    if (files && !stopped) await onFound(files);
    const took = performance.now() - started;
    const unreliable = network || trouble !== null;
    const pause = unreliable ? Math.max(pollMilliseconds, took * pollShare) : settings.rescanMilliseconds;
    clearTimeout(scanTimer);
    if (!stopped)
      scanTimer = setTimeout(() => void startScan(), Math.min(pause, settings.rescanMilliseconds));
  }

  function rescan(): void {
    if (!stopped && !missing && place !== null) void startScan();
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
      await closeEvents();
      await Promise.race([lastScan, stopPatience()]);
      clearTimeout(scanTimer);
    },
  };
}

async function listBounces(disk: Disk, folder: string): Promise<FoundFile[] | null> {
  try {
    return await walkFolder(disk, folder, isBounceName);
  } catch {
    // The folder itself can't be read: its next check reports it.
    return null;
  }
}

function stopPatience(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, stopMilliseconds).unref());
}
