import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import type { UploadRow } from '../../../client/uploads/upload-row.ts';
import { transferStateSchema } from '../../../protocol/ipc/transfer.ts';
import { idSchema } from '../../../protocol/wire/id.ts';
import { songInNameSchema, uploadTargetSchema } from '../../../protocol/wire/upload.ts';
import type { FileIdentity } from '../disk/file-identity.ts';
import { jsonSchema } from './json-schema.ts';

/** One file on its way from this machine's disk, as stored. */
export type TransferRow = UploadRow & {
  /** A person asked to upload an incomplete file as it is. */
  takeAsIs: boolean;
  /** The file's state when `sha256` was computed, or the last state seen. */
  identity: FileIdentity | null;
};

type Stored = Omit<
  TransferRow,
  'target' | 'song' | 'note' | 'onlyIfNew' | 'takeAsIs' | 'identity' | 'committing' | 'state'
> & {
  target: string;
  song: string | null;
  note: string | null;
  onlyIfNew: number;
  takeAsIs: number;
  identity: string | null;
  committing: number;
  state: string;
};

const rowSchema = z.object({
  ...{ id: idSchema, bindingId: idSchema.nullable(), projectId: idSchema, cutId: idSchema },
  ...{ path: z.string().min(1), name: z.string(), size: z.number().min(0), sent: z.number().min(0) },
  target: jsonSchema.pipe(uploadTargetSchema),
  song: jsonSchema.pipe(songInNameSchema).nullish(),
  state: jsonSchema.pipe(transferStateSchema),
  identity: jsonSchema.pipe(z.object({ device: z.string(), inode: z.string() })).nullable(),
});

/** Whether a row read from a damaged file makes sense. */
export const isSoundTransfer = (row: unknown): boolean => rowSchema.safeParse(row).success;

const keptWhenDone = 200;

export type TransferTable = {
  /** Oldest first. Deletes all finished transfers but the newest 200. */
  load(): TransferRow[];
  put(row: TransferRow): void;
  remove(id: string): void;
};

export function createTransferTable(database: Database): TransferTable {
  const list = database.prepare<[], Stored>('select * from transfer order by seenAt, id');
  const prune = database.prepare(
    `delete from transfer where state ->> '$.kind' = 'done' and id not in (
       select id from transfer where state ->> '$.kind' = 'done' order by seenAt desc limit ${keptWhenDone})`,
  );
  const put = database.prepare(
    `insert or replace into transfer values (
       @id, @bindingId, @projectId, @path, @name, @target, @cutName, @cutId, @onlyIfNew, @takeAsIs, @uploadKey,
       @uploadId, @identity, @sha256, @size, @sent, @startedOver, @committing, @seenAt, @state, @song, @note)`,
  );
  const remove = database.prepare('delete from transfer where id = ?');
  return {
    load() {
      prune.run();
      return list.all().map(read);
    },
    put: (row) => void put.run(store(row)),
    remove: (id) => void remove.run(id),
  };
}

function store(row: TransferRow): Stored {
  return {
    ...row,
    target: JSON.stringify(row.target),
    song: row.song && JSON.stringify(row.song),
    note: row.note ?? null,
    onlyIfNew: Number(row.onlyIfNew),
    takeAsIs: Number(row.takeAsIs),
    identity: row.identity && JSON.stringify(row.identity),
    committing: Number(row.committing),
    state: JSON.stringify(row.state),
  };
}

function read({ note, ...row }: Stored): TransferRow {
  return {
    ...row,
    ...(note !== null && { note }),
    target: JSON.parse(row.target),
    song: row.song === null ? null : JSON.parse(row.song),
    onlyIfNew: row.onlyIfNew === 1,
    takeAsIs: row.takeAsIs === 1,
    identity: row.identity === null ? null : JSON.parse(row.identity),
    committing: row.committing === 1,
    state: JSON.parse(row.state),
  };
}
