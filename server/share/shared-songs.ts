import type { Kysely } from 'kysely';
import { sortFiles } from '../../protocol/state/versions.ts';
import type { SharedSong, SharedVersion } from '../../protocol/wire/share.ts';
import type { Database } from '../db/schema.ts';
import { kindOf, type Shared } from './shares.ts';

/** The most songs that a link lists. */
const mostSongs = 500;

/** Rows of the songs that a link may lead to; with a file, of the songs in that file's vibe only. */
function readRows(db: Kysely<Database>, { fileId, cutId, vibeId, projectId }: Shared, wanted?: string) {
  return db
    .selectFrom('file')
    .innerJoin('cut', 'cut.id', 'file.cutId')
    .innerJoin('vibe', 'vibe.id', 'cut.vibeId')
    .leftJoin('blob', 'blob.sha256', 'file.sha256')
    .select('blob.copySize')
    .select(['file.id', 'file.name', 'file.type', 'file.size', 'file.mimeType', 'file.sha256', 'file.audio'])
    .select(['file.label', 'file.note', 'file.order', 'file.createdAt', 'file.cutId'])
    .select(['cut.name as cutName', 'cut.vibeId', 'cut.alternate'])
    .where('cut.projectId', '=', projectId)
    .$if(fileId !== null, (query) =>
      query.where('file.cutId', '=', (eb) =>
        eb.selectFrom('file as shared').select('shared.cutId').where('shared.id', '=', fileId),
      ),
    )
    .$if(cutId !== null, (query) => query.where('file.cutId', '=', cutId))
    .$if(vibeId !== null, (query) => query.where('cut.vibeId', '=', vibeId))
    .$if(wanted !== undefined, (query) =>
      query.where('cut.vibeId', '=', (eb) =>
        eb
          .selectFrom('file as wanted')
          .innerJoin('cut as its', 'its.id', 'wanted.cutId')
          .select('its.vibeId')
          .where('wanted.id', '=', wanted ?? ''),
      ),
    )
    .orderBy('vibe.rank')
    .orderBy('vibe.id')
    .orderBy('cut.rank')
    .orderBy('cut.id')
    .execute();
}
type Row = Awaited<ReturnType<typeof readRows>>[number];
type Numbered = { row: Row; number: number };
type Song = { id: string; name: string; vibeId: string; isMain: boolean; versions: Numbered[] };

/** A file as it is sent, with its place among the versions of its song. */
export type SharedFileRow = Row & { number: number };

/** The songs of a link, each with the versions that it lets people hear, newest first. */
async function readSongs(db: Kysely<Database>, shared: Shared, wanted?: string): Promise<Song[]> {
  const rows = await readRows(db, shared, wanted);
  if (shared.fileId !== null) return songOfFile(rows, shared.fileId);
  const songs = [...Map.groupBy(rows, ({ cutId }) => cutId).values()].flatMap((files): Song[] => {
    const [first] = files;
    const versions = numbered(files);
    if (!first || versions.length === 0) return [];
    const heard = shared.allVersions === 1 ? versions.toReversed() : versions.slice(-1);
    const { cutId: id, cutName: name, vibeId, alternate } = first;
    return [{ id, name, vibeId, isMain: alternate === null, versions: heard }];
  });
  if (shared.cutId !== null) return songs;
  const withMain = new Set(songs.filter(({ isMain }) => isMain).map(({ vibeId }) => vibeId));
  return songs.filter(({ isMain, vibeId }) => isMain || !withMain.has(vibeId));
}

function numbered(files: Row[]): Numbered[] {
  const versions = files
    .filter(({ type }) => type === 'CUT')
    .map((row) => ({
      id: row.id,
      createdAt: row.createdAt,
      row,
      ...(row.order !== null && { order: row.order }),
    }));
  return sortFiles(versions).map(({ row }, index) => ({ row, number: index + 1 }));
}

/** A picture or an archive stands for itself. */
function songOfFile(rows: Row[], fileId: string): Song[] {
  const row = rows.find(({ id }) => id === fileId);
  if (!row) return [];
  const version = numbered(rows).find((one) => one.row.id === fileId) ?? { row, number: 1 };
  const name = row.type === 'CUT' ? row.cutName : row.name;
  return [{ id: row.cutId, name, vibeId: row.vibeId, isMain: true, versions: [version] }];
}

/** A file that the link lets people have; without an id, the first one. */
export async function findSharedFile(
  db: Kysely<Database>,
  shared: Shared,
  fileId?: string,
): Promise<SharedFileRow | undefined> {
  const songs = await readSongs(db, shared, fileId ?? shared.fileId ?? undefined);
  const versions = songs.flatMap((song) => song.versions);
  const found = fileId === undefined ? versions[0] : versions.find(({ row }) => row.id === fileId);
  return found && { ...found.row, number: found.number };
}

/** The songs that the page lists. */
export async function readSharedSongs(db: Kysely<Database>, shared: Shared): Promise<SharedSong[]> {
  const songs = await readSongs(db, shared);
  return songs.slice(0, mostSongs).map(({ id, name, versions }) => ({
    id,
    name,
    versions: versions.map(toVersion),
  }));
}

function toVersion({ row, number }: Numbered): SharedVersion {
  const { id: fileId, name, type, size, createdAt, label, note, audio, copySize } = row;
  return {
    ...{ fileId, name, type, size, createdAt },
    label: label ?? `v${number}`,
    ...(note !== null && { note }),
    durationSeconds: audio === null ? null : JSON.parse(audio).durationSeconds,
    ...(copySize !== null && { compressedSize: copySize }),
  };
}

/** The title of a link: the song of a version, and the name of anything else. */
export function titleOf(shared: Shared, songs: readonly SharedSong[]): string {
  return kindOf(shared) === 'file' ? (songs[0]?.name ?? shared.name) : shared.name;
}
