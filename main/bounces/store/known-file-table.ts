import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import { sha256Schema } from '../../../protocol/wire/id.ts';
import type { FileIdentity } from '../disk/file-identity.ts';

/**
 * `older`: was there when the folder was bound, undecided. `ignored`: this state of the file is never uploaded.
 * `taken`: an older one that was chosen and is on its way. `uploaded`: the band has it.
 */
export type KnownDecision = 'older' | 'ignored' | 'taken' | 'uploaded';

/** `cutId` names the cut that gets a new version when the file is exported again. */
export type KnownFile = FileIdentity & {
  bindingId: string;
  path: string;
  sha256: string | null;
  cutId: string | null;
  decision: KnownDecision;
};

const rowSchema = z.object({
  path: z.string().min(1),
  ...{
    device: z.string().regex(/^\d+$/),
    inode: z.string().regex(/^\d+$/),
    modified: z.string().regex(/^-?\d+$/),
  },
  sha256: sha256Schema.nullable(),
  decision: z.enum(['older', 'ignored', 'taken', 'uploaded']),
});

/** Whether a row read from a damaged file makes sense. */
export const isSoundKnownFile = (row: unknown): boolean => rowSchema.safeParse(row).success;

export type KnownFileTable = {
  find(bindingId: string, path: string): KnownFile | undefined;
  /** Files of the binding with this inode in this state. */
  findSameFile(bindingId: string, identity: FileIdentity): KnownFile[];
  /** Files that had these bytes when they were last looked at. */
  findByHash(sha256: string): KnownFile[];
  /** Newest first. */
  listOlder(bindingId: string): KnownFile[];
  countOlder(bindingId: string): number;
  /** Paths of the binding, the newest files first. */
  listNewest(bindingId: string, count: number): string[];
  put(file: KnownFile): void;
  rename(bindingId: string, from: string, to: string): void;
  /** Forgets all files of the binding. */
  forget(bindingId: string): void;
};

export function createKnownFileTable(database: Database): KnownFileTable {
  const find = database.prepare<[string, string], KnownFile>(
    'select * from knownFile where bindingId = ? and path = ?',
  );
  const findSameFile = database.prepare<[Omit<FileIdentity, 'device'> & { bindingId: string }], KnownFile>(
    `select * from knownFile
     where bindingId = @bindingId and inode = @inode and size = @size and modified = @modified`,
  );
  const findByHash = database.prepare<[string], KnownFile>('select * from knownFile where sha256 = ?');
  const listOlder = database.prepare<[string], KnownFile>(
    `select * from knownFile where bindingId = ? and decision = 'older'
     order by cast(modified as integer) desc, path`,
  );
  const countOlder = database
    .prepare<[string], number>("select count(*) from knownFile where bindingId = ? and decision = 'older'")
    .pluck();
  const listNewest = database
    .prepare<[string, number], string>(
      'select path from knownFile where bindingId = ? order by cast(modified as integer) desc, path limit ?',
    )
    .pluck();
  const put = database.prepare(
    `insert or replace into knownFile
     values (@bindingId, @path, @device, @inode, @size, @modified, @sha256, @cutId, @decision)`,
  );
  const rename = database.prepare(
    'update or replace knownFile set path = ? where bindingId = ? and path = ?',
  );
  const forget = database.prepare('delete from knownFile where bindingId = ?');
  return {
    find: (bindingId, path) => find.get(bindingId, path),
    findSameFile: (bindingId, { inode, size, modified }) =>
      findSameFile.all({ bindingId, inode, size, modified }),
    findByHash: (sha256) => findByHash.all(sha256),
    listOlder: (bindingId) => listOlder.all(bindingId),
    listNewest: (bindingId, count) => listNewest.all(bindingId, count),
    countOlder: (bindingId) => countOlder.get(bindingId) ?? 0,
    put: (file) => void put.run(file),
    rename: (bindingId, from, to) => void rename.run(to, bindingId, from),
    forget: (bindingId) => void forget.run(bindingId),
  };
}
