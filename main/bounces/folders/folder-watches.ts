import type { Clock } from '../../../common/clock.ts';
import type { Disk } from '../disk/disk.ts';
import type { FoundFile } from '../disk/walk-folder.ts';
import type { PipelineSettings } from '../pipeline.ts';
import { createFolderWatch, type FolderWatch, type FolderWatchDependencies } from './folder-watch.ts';

export type FolderListener = Pick<FolderWatchDependencies, 'onHint' | 'onStatus'> & {
  /** `isCurrent` turns false when the watch ends, which may happen while the files are dealt with. */
  onFound(files: FoundFile[], isCurrent: () => boolean): Promise<void>;
};

/** The watch of each bound folder. By the binding's id. */
export type FolderWatches = {
  has(id: string): boolean;
  /** Resolves after the first scan. */
  begin(id: string, folder: string, listener: FolderListener): Promise<void>;
  end(id: string): Promise<void>;
  /** Whether the folder is watched and gone. False for null, a file outside the bound folders. */
  isMissing(id: string | null): boolean;
  /** Whether the folder is watched and lies on a network volume. */
  isNetwork(id: string): boolean;
  rescan(): void;
  stop(): Promise<void>;
};

export function createFolderWatches(dependencies: {
  disk: Disk;
  clock: Pick<Clock, 'now'>;
  settings: PipelineSettings;
}): FolderWatches {
  const watches = new Map<string, FolderWatch>();

  async function end(id: string): Promise<void> {
    const watch = watches.get(id);
    watches.delete(id);
    await watch?.stop();
  }

  return {
    has: (id) => watches.has(id),
    async begin(id, folder, listener) {
      const watch: FolderWatch = createFolderWatch({
        ...{ ...dependencies, ...listener, folder },
        onFound: (files) => listener.onFound(files, () => watches.get(id) === watch),
      });
      watches.set(id, watch);
      await watch.start();
    },
    end,
    isMissing: (id) => id !== null && watches.get(id)?.missing === true,
    isNetwork: (id) => watches.get(id)?.network === true,
    rescan() {
      for (const watch of watches.values()) watch.rescan();
    },
    async stop() {
      await Promise.all([...watches.keys()].map(end));
    },
  };
}
