import { lastPartOf } from '../../../client/uploads/file-name.ts';

/** Files that were dropped or chosen, until they are taken. A browser gives them no path: here each gets a name of its own. */
export type FileShelf = {
  /** The name under which it can be taken; its last part is the file's own. */
  put(file: File): string;
  /** Once. */
  take(path: string): File | undefined;
};

/** What nobody takes (a drop that came to nothing) makes room for what comes later. */
const mostFiles = 5_000;

export function createFileShelf(): FileShelf {
  const files = new Map<string, File>();
  let count = 0;
  return {
    put(file) {
      const path = `${++count}/${lastPartOf(file.name)}`;
      files.set(path, file);
      const [oldest] = files.keys();
      if (files.size > mostFiles && oldest !== undefined) files.delete(oldest);
      return path;
    },
    take(path) {
      const file = files.get(path);
      files.delete(path);
      return file;
    },
  };
}
