import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { uploadNameOf } from '../../../client/uploads/upload-names.ts';
import type { SongName } from '../../../common/song-names/read-song-name.ts';
import { readStemSet } from '../../../common/song-names/read-stem-set.ts';
import type { FileReaders } from '../../reading/file-readers.ts';
import type { Disk } from '../disk/disk.ts';
import { readHandle } from '../settling/containers/random-access.ts';

/** A dropped file; `folders` it was dropped with, outermost first. `size` in bytes. */
export type DroppedFile = { path: string; folders: readonly string[]; size: number };

/** The reading of each dropped file that is a stem because of the others; null for the rest. */
export async function readDroppedStems(
  parts: { disk: Disk; readers: Pick<FileReaders, 'read'> },
  files: readonly DroppedFile[],
  title: string | null,
): Promise<(SongName | null)[]> {
  const set = [];
  for (const { path, folders, size } of files) {
    const seconds = files.length > 1 ? await readSeconds(parts, path, size) : null;
    set.push({ name: uploadNameOf(basename(path)), folders, seconds });
  }
  return readStemSet(set, title);
}

/** The length by the header. A file that can't be read now is looked at again when it settles. */
async function readSeconds(
  { disk, readers }: Parameters<typeof readDroppedStems>[0],
  path: string,
  size: number,
): Promise<number | null> {
  try {
    return await disk.run(path, async () => {
      await using handle = await open(path, 'r');
      return await readers.read('seconds', readHandle(handle, size));
    });
  } catch {
    return null;
  }
}
