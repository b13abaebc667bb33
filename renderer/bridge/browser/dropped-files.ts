import { lastPartOf } from '../../../client/uploads/file-name.ts';

/** Dropped or chosen files, until an upload takes them. A browser gives them no path, so each gets one here. */
export type DroppedFiles = {
  /** Returns the path under which it can be taken; its last part is the file's own name. */
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
    add(file) {
      const path = `${++count}/${lastPartOf(file.name)}`;
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
