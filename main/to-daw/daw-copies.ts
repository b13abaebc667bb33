import { createHash } from 'node:crypto';
import { constants, copyFile, mkdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { ReadableBytes } from '../../audio/bytes.ts';
import { safeFileName } from '../../common/safe-file-name.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { DraggedCopies } from '../../protocol/ipc/to-daw.ts';
import type { File } from '../../protocol/wire/file.ts';
import { createJsonFile } from '../common/json-file.ts';
import { placeFile } from '../common/place-file.ts';
import { explainWrite } from '../downloads/explain-write.ts';
import { Unavailable } from '../media/unavailable.ts';
import { stemsText } from '../text/stems.ts';
import { toDawText } from '../text/to-daw.ts';
import { whole, writePieces } from './write-pieces.ts';

/** The bytes of a file of the band, and where all of them are on this disk, checked, if they are. */
export type Original = { bytes: ReadableBytes; path: string | null };

/** A copy of a file of the band, or of new content, under a name in a folder below that of all copies. */
export type WantedCopy = { name: string; place: string } & (
  | { file: File }
  | { content: string | Uint8Array }
);

/**
 * Copies under the names that people know, to be dragged into a DAW. A DAW may refer to such a file where it is, so one that
 * was dragged is never changed, replaced or removed, unless somebody asks for it. One that was only prepared goes at the
 * next start.
 */
export type DawCopies = {
  folder: string;
  /** Makes the copies that aren't there. `key` names what they are. */
  prepare(key: string, wanted: readonly WantedCopy[]): Promise<Answer<null>>;
  /** The copies of a key, if all were prepared since the start and nobody has changed or removed one since. */
  pathsOf(key: string): Promise<readonly string[] | null>;
  /** From now on, the copies of this key are kept. */
  keep(key: string): Promise<void>;
  usage(): DraggedCopies;
  deleteAll(): Promise<void>;
  stop(): Promise<void>;
};

const copySchema = z.object({
  path: z.string(),
  name: z.string(),
  sha256: z.string(),
  size: z.number(),
  modifiedAt: z.number(),
  isKept: z.boolean(),
});
type Copy = z.infer<typeof copySchema>;

export async function openDawCopies(parts: {
  folder: string;
  /** Where the list of copies is kept. */
  list: string;
  original(file: File): Original;
  reportWritten(key: string): (written: number, total: number) => void;
}): Promise<DawCopies> {
  const { folder, original, reportWritten } = parts;
  const list = createJsonFile(parts.list, z.array(copySchema), []);
  const stopping = new AbortController();
  const running = new Map<string, Promise<Answer<null>>>();
  const prepared = new Map<string, readonly string[]>();
  const known = await list.read();
  let copies = known.filter(({ isKept }) => isKept);
  for (const { path, isKept } of known) if (!isKept) await removeCopy(path);
  if (copies.length < known.length) await list.write(copies);

  async function removeCopy(path: string): Promise<void> {
    await rm(path, { force: true }).catch(() => {});
    // Only an empty folder goes.
    await rmdir(dirname(path)).catch(() => {});
  }

  /** A copy counts as long as nobody has changed it. */
  async function findCopy(name: string, sha256: string): Promise<string | null> {
    for (const copy of copies) {
      if (copy.name !== name || copy.sha256 !== sha256) continue;
      if (await isUnchanged(copy)) return copy.path;
    }
    return null;
  }

  async function isUnchanged({ path, size, modifiedAt }: Copy): Promise<boolean> {
    const found = await stat(path).catch(() => null);
    return found?.size === size && found.mtimeMs === modifiedAt;
  }

  async function fill(path: string, wanted: WantedCopy, onWritten: (written: number) => void): Promise<void> {
    if (!('file' in wanted)) return writeFile(path, wanted.content);
    const { file } = wanted;
    const from = original(file);
    if (from.path !== null) {
      // A clone shares the bytes until one side changes: an editor that saves in place changes only its own.
      await copyFile(from.path, path, constants.COPYFILE_FICLONE);
      return;
    }
    const found = await writePieces(path, from.bytes, whole(file.size), onWritten, stopping.signal);
    if (found !== file.sha256) throw new Unavailable('offline', stemsText.otherBytes);
  }

  async function make(
    wanted: WantedCopy,
    sha256: string,
    name: string,
    onWritten: (written: number) => void,
  ): Promise<string> {
    const place = join(folder, wanted.place);
    const partial = join(place, `${name}.part`);
    await mkdir(place, { recursive: true });
    try {
      await fill(partial, wanted, onWritten);
      const path = await placeFile(partial, place, name);
      const { size, mtimeMs: modifiedAt } = await stat(path);
      copies = [...copies, { path, name, sha256, size, modifiedAt, isKept: false }];
      await list.write(copies);
      return path;
    } catch (error) {
      await removeCopy(partial);
      throw error;
    }
  }

  async function run(key: string, wanted: readonly WantedCopy[]): Promise<Answer<null>> {
    try {
      const paths: string[] = [];
      const report = reportWritten(key);
      const total = wanted.reduce((sum, one) => sum + sizeOf(one), 0);
      let before = 0;
      for (const one of wanted) {
        const name = safeFileName(one.name);
        const sha256 = 'file' in one ? one.file.sha256 : hashOf(one.content);
        const onWritten = (written: number) => report(before + written, total);
        paths.push((await findCopy(name, sha256)) ?? (await make(one, sha256, name, onWritten)));
        before += sizeOf(one);
      }
      prepared.set(key, paths);
      return { ok: true, data: null };
    } catch (error) {
      return explainWrite(error, toDawText.copiesNotWritten);
    }
  }

  return {
    folder,
    prepare(key, wanted) {
      const already = running.get(key);
      if (already) return already;
      const ended = run(key, wanted).finally(() => running.delete(key));
      running.set(key, ended);
      return ended;
    },
    async pathsOf(key) {
      const paths = prepared.get(key) ?? [];
      const those = copies.filter(({ path }) => paths.includes(path));
      const isThere = await Promise.all(those.map(isUnchanged));
      return paths.length > 0 && isThere.filter(Boolean).length === new Set(paths).size ? paths : null;
    },
    async keep(key) {
      const paths = new Set(prepared.get(key));
      copies = copies.map((copy) => (paths.has(copy.path) ? { ...copy, isKept: true } : copy));
      await list.write(copies);
    },
    usage() {
      const kept = copies.filter(({ isKept }) => isKept);
      return { files: kept.length, bytes: kept.reduce((sum, { size }) => sum + size, 0) };
    },
    async deleteAll() {
      const gone: readonly Copy[] = copies;
      copies = [];
      prepared.clear();
      for (const { path } of gone) await removeCopy(path);
      await list.write(copies);
    },
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
      await list.settled();
    },
  };
}

const sizeOf = (one: WantedCopy) => ('file' in one ? one.file.size : 0);

const hashOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
