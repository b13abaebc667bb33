import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import * as z from 'zod';
import { sha256Schema, timestampSchema } from '../../protocol/wire/id.ts';

/** Written into a backup last, when everything else is there. */
export const manifestFile = 'backup.json';

/** Ends a backup's name until all of it is on the disk. */
export const unfinished = '.partial';

/** The name of a file in an encrypted backup. Blobs keep theirs, which are hashes. */
export const sealedName = (name: string) => `${name}.age`;

/**
 * The content of a backup. `bytes` is the size of all files. `missing` names blobs that the server had lost before; all
 * others are there. Format 2 is encrypted for `recipients`; programs that don't know it refuse it.
 */
export const manifestSchema = z.object({
  format: z.union([z.literal(1), z.literal(2)]),
  recipients: z.array(z.string()).optional(),
  at: timestampSchema,
  version: z.string(),
  epoch: z.string(),
  files: z.number().int(),
  bytes: z.number().int(),
  missing: z.array(sha256Schema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Null for a folder that isn't a finished backup. */
export async function readManifest(backup: string): Promise<Manifest | null> {
  if (backup.endsWith(unfinished)) return null;
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(backup, manifestFile), 'utf8')));
  } catch {
    // Missing, damaged or of an unknown format: it can't be restored.
    return null;
  }
}

/** Sizes of the blobs that rows name, by SHA-256; null where no row says the size. */
export type References = Map<string, number | null>;

/** The blobs that a database of any version names. */
export function readReferences(sqlite: SQLite.Database): References {
  const references: References = new Map();
  for (const table of ['project', 'vibe']) {
    const images = sqlite
      .prepare<[], string>(`select imageSha256 from "${table}" where imageSha256 is not null`)
      .pluck();
    for (const sha256 of images.iterate()) references.set(sha256, null);
  }
  const tables = sqlite.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck();
  const known = tables.all();
  for (const table of ['file', 'deletedCutFile', 'deletedFile'].filter((name) => known.includes(name))) {
    const files = sqlite.prepare<[], { sha256: string; size: number }>(
      `select distinct sha256, size from "${table}"`,
    );
    for (const { sha256, size } of files.iterate()) references.set(sha256, size);
  }
  return references;
}

/** The damage that SQLite finds in a database, in its words; null if there is none. */
export function findDamage(sqlite: SQLite.Database): string | null {
  const check = sqlite.pragma('integrity_check', { simple: true }) as string;
  if (check !== 'ok') return check;
  const broken = sqlite.pragma('foreign_key_check') as { table: string }[];
  return broken.length > 0 ? `rows of “${broken[0]?.table}” refer to rows that don't exist` : null;
}

/** Opens an existing database, and closes it after `use`, whatever happens. */
export async function withDatabase<Result>(
  file: string,
  use: (sqlite: SQLite.Database) => Result | Promise<Result>,
): Promise<Result> {
  const sqlite = new SQLite(file, { fileMustExist: true, timeout: 10_000 });
  try {
    return await use(sqlite);
  } finally {
    sqlite.close();
  }
}
