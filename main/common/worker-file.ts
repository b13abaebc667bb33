import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A worker's file. Beside the caller's when run from source. In a build, the caller may be one folder deeper. */
export function workerFile(caller: string, name: string): string {
  const extension = extname(fileURLToPath(caller));
  const candidates = ['./', '../'].map((folder) =>
    fileURLToPath(new URL(`${folder}${name}${extension}`, caller)),
  );
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) throw new Error(`A worker is missing: ${candidates.join(', ')}`);
  return found;
}
