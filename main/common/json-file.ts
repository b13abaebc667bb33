import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as z from 'zod';

/** A small file of settings. Losing it costs only convenience, so it is not synced to disk. */
export type JsonFile<Data> = {
  /** The file's content, or the fallback if it is missing or unreadable. */
  read(): Promise<Data>;
  write(data: Data): Promise<void>;
  /** Once every write so far has ended, well or not. */
  settled(): Promise<void>;
};

export function createJsonFile<Data>(path: string, schema: z.ZodType<Data>, fallback: Data): JsonFile<Data> {
  let writing: Promise<void> = Promise.resolve();
  return {
    async read() {
      try {
        return schema.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch {
        // Missing on the first start, or damaged.
        return fallback;
      }
    },
    write(data) {
      const next = writing.then(async () => {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(`${path}.new`, JSON.stringify(data));
        await rename(`${path}.new`, path);
      });
      // A failure is this caller's; the next write still runs.
      writing = next.catch(() => undefined);
      return next;
    },
    settled: () => writing,
  };
}
