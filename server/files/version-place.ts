import type { Kysely } from 'kysely';
import { versionsOf } from '../../protocol/state/versions.ts';
import type { File } from '../../protocol/wire/file.ts';
import type { VersionPlace } from '../../protocol/wire/upload.ts';
import type { Database } from '../db/schema.ts';
import { findCutPlace } from '../entities/cut.ts';
import { readFiles } from '../entities/file.ts';

/** The file's cut and its number among its versions; nothing for what is no version, such as a stem. */
export async function readVersionPlace(
  db: Kysely<Database>,
  { id, cutId, type }: File,
): Promise<{ version?: VersionPlace }> {
  const cut = type === 'CUT' ? await findCutPlace(db, cutId) : undefined;
  if (!cut) return {};
  const versions = versionsOf({ files: await readFiles(db, { cutId }) });
  return { version: { cutName: cut.name, number: versions.findIndex((version) => version.id === id) + 1 } };
}
