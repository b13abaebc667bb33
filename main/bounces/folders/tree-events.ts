import { relative } from 'node:path';
import type { watch } from 'chokidar';
import { isBounceName, isHiddenName } from '../../../client/uploads/bounce-names.ts';
import { lastPartOf } from '../../../client/uploads/file-name.ts';

/** The system's events for everything below a folder. They are only hints: a system may lose some. */
export type TreeEvents = {
  /** Resolves when events come, can't come, or are no longer wanted. */
  ready: Promise<void>;
  close(): Promise<void>;
};

/** Links below `root` are not followed. `onFile` gets the path relative to `root`; `onError` may be called many times. */
export function openTreeEvents(parts: {
  root: string;
  watchTree: typeof watch;
  onFile(relativePath: string): void;
  onNewFolder(): void;
  onError(code: string | undefined): void;
}): TreeEvents {
  const { root, watchTree, onFile, onNewFolder, onError } = parts;
  const ready = Promise.withResolvers<void>();
  const watcher = watchTree(root, {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    atomic: false,
    ignored: (path, stats) => path !== root && isIgnored(path, stats?.isDirectory()),
  });
  watcher.on('all', (event, path) => {
    if (event === 'addDir') onNewFolder();
    else if (event !== 'unlinkDir') onFile(relative(root, path));
  });
  watcher.on('error', (error) => {
    ready.resolve();
    onError((error as NodeJS.ErrnoException).code);
  });
  watcher.once('ready', ready.resolve);
  return {
    ready: ready.promise,
    async close() {
      // A closed watcher never becomes ready.
      ready.resolve();
      await watcher.close();
    },
  };
}

function isIgnored(path: string, isDirectory: boolean | undefined): boolean {
  const name = lastPartOf(path);
  // The first call for a path doesn't know what it is: then only hidden names are ignored.
  return isHiddenName(name) || (isDirectory === false && !isBounceName(name));
}
