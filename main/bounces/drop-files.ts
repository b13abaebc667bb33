import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { explainRefusal, isSupported, uploadTargetFor } from '../../client/uploads/drop-rules.ts';
import type { TransferStore } from '../../client/uploads/transfer-store.ts';
import { newId } from '../../common/new-id.ts';
import type { DropTarget } from '../../protocol/ipc/channels.ts';
import { type Disk, VolumeSilent } from './disk.ts';
import { newTransfer } from './intake.ts';
import type { BouncePipeline } from './pipeline.ts';
import type { Store } from './store/open-store.ts';
import type { TransferRow } from './store/transfer-table.ts';
import type { TransferFlow } from './transfer-flow.ts';
import { walkFolder } from './walk-folder.ts';

type DropRequest = { paths: string[]; target: DropTarget };
type Refused = { path: string; message: string };

/** More than that from one drop is a mistake (a whole disk), not a wish. */
const mostFiles = 1_000;

/** What someone dropped: folders are walked, each file is taken or refused with the reason. It settles like any other. */
export async function dropFiles(
  { paths, target }: DropRequest,
  {
    transfers,
    flow,
    store,
    disk,
  }: {
    transfers: TransferStore<TransferRow>;
    flow: TransferFlow;
    store: Pick<Store, 'together'>;
    disk: Disk;
  },
): ReturnType<BouncePipeline['drop']> {
  const refused: Refused[] = [];
  const files: { path: string; size: number }[] = [];
  for (const path of paths) {
    const found = await collect(disk, path, target);
    if ('message' in found) refused.push({ path, message: found.message });
    else files.push(...found.files);
  }
  const take = ({ path, size }: { path: string; size: number }) => {
    // Dropped again while it is on its way to the same place: it is the same wish.
    const open = transfers.findOpen(null, path);
    if (open && isSameTarget(open.target, target)) return open;
    const cutId = target.kind === 'cut' ? target.cutId : newId();
    const row = newTransfer({
      bindingId: null,
      projectId: target.projectId,
      path,
      size,
      onlyIfNew: target.kind !== 'cut',
      target: uploadTargetFor(target, basename(path), cutId),
      cutId,
    });
    transfers.add(row);
    flow.follow(row.id);
    return row;
  };
  const taken = store.together(() => files.slice(0, mostFiles).map(take));
  for (const { path } of files.slice(mostFiles)) {
    refused.push({ path, message: `Only ${mostFiles.toLocaleString('en')} files are taken at a time.` });
  }
  return { taken: taken.map(transfers.toTransfer), refused };
}

async function collect(
  disk: Disk,
  path: string,
  target: DropTarget,
): Promise<{ files: { path: string; size: number }[] } | { message: string }> {
  try {
    const stats = await disk.run(path, () => stat(path));
    if (stats.isDirectory()) {
      const found = await walkFolder(disk, path, (name) => isSupported(name, target));
      if (found.length === 0) return { message: 'There is no audio in this folder.' };
      return { files: found.map((file) => ({ path: file.path, size: file.identity.size })) };
    }
    if (!stats.isFile()) return { message: 'This is not a file.' };
    if (!isSupported(basename(path), target)) return { message: explainRefusal(basename(path)) };
    if (stats.size === 0) return { message: 'This file is empty.' };
    return { files: [{ path, size: stats.size }] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof VolumeSilent) return { message: `Its volume does not answer.` };
    return { message: code === 'ENOENT' ? 'This file is gone.' : `This can't be read (${code}).` };
  }
}

function isSameTarget(known: ReturnType<typeof uploadTargetFor>, target: DropTarget): boolean {
  if (known.kind === 'cut') return target.kind === 'cut' && known.cutId === target.cutId;
  if (target.kind === 'cut' || known.projectId !== target.projectId) return false;
  const vibeId = 'id' in known.vibe ? known.vibe.id : null;
  return vibeId === (target.kind === 'vibe' ? target.vibeId : null);
}
