import { lastPartOf } from '../../../client/uploads/file-name.ts';

/** Dropped or chosen files, until an upload takes them. A browser gives them no path, so each gets one here. */
export type DroppedFiles = {
  /**
   * Returns the path under which it can be taken: a number, the folders it was dropped with, and the file's own name.
   */
  add(file: File): string;
  /** Once. */
  take(path: string): File | undefined;
};

/** Limits what is never taken, such as a drop that was cancelled. */
const maximumFiles = 5_000;

export function createDroppedFiles(): DroppedFiles {
  const files = new Map<string, File>();
  let count = 0;
  return {
    add(file: File & { webkitRelativePath?: string }) {
      // Browsers always write slashes; a file's name may hold a backslash.
      const inside = file.webkitRelativePath?.split('/').slice(0, -1) ?? [];
      const path = [++count, ...inside, lastPartOf(file.name)].join('/');
      files.set(path, file);
      const [oldest] = files.keys();
      if (files.size > maximumFiles && oldest !== undefined) files.delete(oldest);
      return path;
    },
    take(path) {
      const file = files.get(path);
      files.delete(path);
      return file;
    },
  };
}

/** The folders that a file was dropped with, outermost first, from its path. */
export function foldersOf(path: string): string[] {
  return path.split('/').slice(1, -1);
}
