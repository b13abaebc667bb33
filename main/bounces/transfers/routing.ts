import { basename, relative, sep } from 'node:path';
import { type Destination, ownCutDestination, songDestination } from '../../../client/uploads/song-target.ts';
import { uploadNameOf, vibeNameOf } from '../../../client/uploads/upload-names.ts';
import { readNameByRules } from '../../../common/song-names/name-rules.ts';
import type { SongName } from '../../../common/song-names/read-song-name.ts';
import { readStemSet } from '../../../common/song-names/read-stem-set.ts';
import type { UploadTarget } from '../../../protocol/wire/upload.ts';
import type { BindingRow } from '../store/binding-table.ts';

type Vibe = Extract<UploadTarget, { kind: 'new-cut' }>['vibe'];

export type FolderNaming = Pick<BindingRow, 'folder' | 'projectId' | 'routing' | 'stacking' | 'rules'>;

/** Where a bounce at `path` in the bound folder goes if its path has no cut yet; `cutId` is for a new cut. */
export function routeBounce(binding: FolderNaming, path: string, cutId: string): Destination {
  const folders = relative(binding.folder, path).split(sep).slice(0, -1);
  const vibe = vibeOf(binding, folders);
  const place = { projectId: binding.projectId, cutId, ...(vibe && { vibe }) };
  const song = binding.stacking ? readBounceName(binding, basename(path), folders) : null;
  return song ? songDestination(place, basename(path), song) : ownCutDestination(place, basename(path));
}

/** The reading of a bounce's name by its folder's rules; null if it is a cut of its own. */
export function readBounceName(
  { rules }: Pick<FolderNaming, 'rules'>,
  fileName: string,
  folders: readonly string[],
): SongName | null {
  const name = uploadNameOf(fileName);
  const stem = readInStemFolder(name, folders);
  if (stem) return stem;
  return readNameByRules(
    name,
    rules.map(({ rule }) => rule),
  );
}

/** A file in a folder such as `Dune v5 stems` is a stem; null in any other folder. */
function readInStemFolder(name: string, folders: readonly string[]): SongName | null {
  return readStemSet([{ name, folders, seconds: null }], null)[0] ?? null;
}

/** None for the song's own vibe, which the server knows. */
function vibeOf({ routing }: FolderNaming, folders: readonly string[]): Vibe | undefined {
  if (routing.kind === 'vibe') return { id: routing.vibeId };
  if (routing.kind === 'vibe-name') return { name: routing.name };
  const [first] = folders;
  if (routing.kind !== 'sub-folder' || first === undefined || readInStemFolder('', [first])) return undefined;
  return { name: vibeNameOf(first) };
}
