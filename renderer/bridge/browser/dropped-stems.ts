import type { ReadableBytes } from '../../../audio/bytes.ts';
import { readSoundSeconds } from '../../../audio/sound-seconds.ts';
import { uploadNameOf } from '../../../client/uploads/upload-names.ts';
import type { SongName } from '../../../common/song-names/read-song-name.ts';
import { readStemSet } from '../../../common/song-names/read-stem-set.ts';

/** A dropped file; `folders` it was dropped with, outermost first. */
export type Dropped = { file: File; folders: readonly string[] };

/** The reading of each dropped file that is a stem because of the others; null for the rest. */
export async function readDroppedStems(
  files: readonly Dropped[],
  title: string | null,
): Promise<(SongName | null)[]> {
  const set = [];
  for (const { file, folders } of files) {
    const seconds = files.length > 1 ? await readSeconds(file) : null;
    set.push({ name: uploadNameOf(file.name), folders, seconds });
  }
  return readStemSet(set, title);
}

/** The length by the header. A file that can't be read any more fails when it is hashed. */
async function readSeconds(file: File): Promise<number | null> {
  try {
    return await readSoundSeconds(readableFile(file));
  } catch {
    return null;
  }
}

function readableFile(file: File): ReadableBytes {
  return {
    size: file.size,
    read: async (at, length) => new Uint8Array(await file.slice(at, at + length).arrayBuffer()),
  };
}
