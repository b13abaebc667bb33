import { stat } from 'node:fs/promises';
import { basename, dirname, relative, sep } from 'node:path';
import { dropDestination, explainRefusal, isSupported } from '../../../client/uploads/drop-rules.ts';
import { songOfPlace } from '../../../client/uploads/song-of-place.ts';
import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import type { Environment } from '../../../common/environment.ts';
import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { UploadTarget } from '../../../protocol/wire/upload.ts';
import type { FileReaders } from '../../reading/file-readers.ts';
import { dropText } from '../../text/bounces.ts';
import { type Disk, VolumeSilent } from '../disk/disk.ts';
import { walkFolder } from '../disk/walk-folder.ts';
import type { BouncePipeline } from '../pipeline.ts';
import type { Store } from '../store/open-store.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import { type DroppedFile, readDroppedStems } from './dropped-stems.ts';
import { newTransfer } from './intake.ts';
import type { TransferFlow } from './transfer-flow.ts';

export type DropDependencies = {
  transfers: TransferStore<TransferRow>;
  flow: Pick<TransferFlow, 'follow'>;
  store: Pick<Store, 'together'>;
  disk: Disk;
  readers: Pick<FileReaders, 'read'>;
  readProject(projectId: string): ProjectSnapshot | undefined;
  environment: Pick<Environment, 'clock' | 'newId'>;
};

/** More than this in one drop is a mistake, such as a whole disk. */
const mostFiles = 1_000;

/** Adds dropped files; folders are searched for audio. Each file is added or refused with the reason, then settles. */
export async function dropFiles(
  { paths, target }: { paths: string[]; target: DropTarget },
  { transfers, flow, store, disk, readers, readProject, environment }: DropDependencies,
): ReturnType<BouncePipeline['drop']> {
  const refused: { path: string; message: string }[] = [];
  const files: DroppedFile[] = [];
  for (const path of paths) {
    const found = await collect(disk, path, target);
    if ('message' in found) refused.push({ path, message: found.message });
    else files.push(...found.files);
  }
  const added = files.slice(0, mostFiles);
  const stems = await readDroppedStems(
    { disk, readers },
    added,
    songOfPlace(target, readProject(target.projectId)),
  );
  const add = ({ path, size }: DroppedFile, index: number) => {
    // Dropped again while on its way to the same place: the person means the same upload.
    const open = transfers.findOpen(null, path);
    if (open && isSameTarget(open.target, target)) return open;
    const cutId = target.kind === 'cut' ? target.cutId : environment.newId();
    const details = {
      ...{ bindingId: null, projectId: target.projectId, path, size, cutId },
      onlyIfNew: target.kind !== 'cut',
      ...dropDestination(target, basename(path), cutId, stems[index] ?? null),
    };
    const row = newTransfer(details, environment);
    transfers.add(row);
    flow.follow(row.id);
    return row;
  };
  const taken = store.together(() => added.map(add));
  for (const { path } of files.slice(mostFiles)) {
    refused.push({ path, message: dropText.tooMany(mostFiles) });
  }
  return { taken: taken.map(transfers.toTransfer), refused };
}

async function collect(
  disk: Disk,
  path: string,
  target: DropTarget,
): Promise<{ files: DroppedFile[] } | { message: string }> {
  try {
    const stats = await disk.run(path, () => stat(path));
    if (stats.isDirectory()) {
      const found = await walkFolder(disk, path, (name) => isSupported(name, target));
      if (found.length === 0) return { message: dropText.noAudio };
      const root = dirname(path);
      return {
        files: found.map((file) => ({
          path: file.path,
          folders: relative(root, dirname(file.path)).split(sep),
          size: file.identity.size,
        })),
      };
    }
    if (!stats.isFile()) return { message: dropText.notAFile };
    if (!isSupported(basename(path), target)) return { message: explainRefusal(basename(path)) };
    if (stats.size === 0) return { message: dropText.empty };
    return { files: [{ path, folders: [], size: stats.size }] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof VolumeSilent) return { message: dropText.volumeSilent };
    return { message: code === 'ENOENT' ? dropText.gone : dropText.unreadable(code) };
  }
}

function isSameTarget(known: UploadTarget, target: DropTarget): boolean {
  if (known.kind === 'cut') return target.kind === 'cut' && known.cutId === target.cutId;
  if (target.kind === 'cut' || known.projectId !== target.projectId) return false;
  const vibeId = known.vibe && 'id' in known.vibe ? known.vibe.id : null;
  return vibeId === (target.kind === 'vibe' ? target.vibeId : null);
}
