import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as z from 'zod';

/** A small file of settings. Losing it costs a person nothing but a convenience, so it is never fsynced. */
export type JsonFile<Data> = {
  /** What the file says, or the fallback when it is missing or unreadable. */
  read(): Promise<Data>;
  write(data: Data): Promise<void>;
};

export function createJsonFile<Data>(path: string, schema: z.ZodType<Data>, fallback: Data): JsonFile<Data> {
  let writing: Promise<void> = Promise.resolve();
  return {
    async read() {
      try {
        return schema.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch {
        // Missing on the first start, or damaged: the settings it holds are set again by use.
        return fallback;
      }
    },
    write(data) {
      const next = writing.then(async () => {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(`${path}.new`, JSON.stringify(data));
        await rename(`${path}.new`, path);
      });
      // The next write goes ahead whatever became of this one; its caller hears of the failure.
      writing = next.catch(() => undefined);
      return next;
    },
  };
}
