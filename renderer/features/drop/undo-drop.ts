import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import type { TransferState } from '../../../protocol/ipc/transfer.ts';
import { findCut } from '../../../protocol/state/project-state.ts';
import type { RunCommand } from '../../platform/commands.ts';
import { failureSentence } from '../../text/failures.ts';
import type { Done } from '../../ui/dialog.tsx';

type Uploaded = Extract<TransferState, { kind: 'done' }>;

/**
 * Takes a drop back: stops the files that are on their way, and deletes those that the band has by now, which can be
 * restored. Null, or why not all of it could be taken back.
 */
export async function undoDrop(
  bridge: Bridge,
  run: RunCommand,
  projectId: string,
  dropped: readonly string[],
): Promise<Done> {
  const uploaded: Uploaded[] = [];
  const problems: string[] = [];
  const stopped = await Promise.all(dropped.map((id) => stop(bridge, id)));
  for (const one of stopped) {
    if (typeof one === 'string') problems.push(one);
    else if (one && one.outcome !== 'duplicate') uploaded.push(one);
  }
  for (const [cutId, files] of Map.groupBy(uploaded, (one) => one.cutId)) {
    problems.push(...(await deleteFrom(bridge, run, { projectId, cutId }, files)));
  }
  return problems[0] ?? null;
}

/** Stops a transfer and clears it: null. One that can't be stopped any more is waited for, and returned. */
async function stop(bridge: Bridge, id: string): Promise<Uploaded | string | null> {
  let wake = () => {};
  const stopListening = bridge.on('transfers.changed', () => wake());
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // A paused one can't be uploaded between the look at it and its end.
      const paused = await bridge.invoke('transfers.pause', { id });
      const transfers = await bridge.invoke('transfers.list', null);
      if (!transfers.ok) return failureSentence(transfers);
      const state = transfers.data.find((one) => one.id === id)?.state;
      if (!state || state.kind === 'done') return state ?? null;
      if (paused.ok) {
        const discarded = await bridge.invoke('transfers.discard', { id });
        return discarded.ok ? null : failureSentence(discarded);
      }
      await changed;
    }
  } finally {
    stopListening();
  }
}

/** Deletes the files of a cut, and a cut that only they made, with its vibe if that is empty then. */
async function deleteFrom(
  bridge: Bridge,
  run: RunCommand,
  { projectId, cutId }: { projectId: string; cutId: string },
  files: readonly Uploaded[],
): Promise<string[]> {
  const read = await bridge.invoke('projects.read', { id: projectId });
  const cut = read.ok ? findCut(read.data, cutId) : undefined;
  const ids = new Set(files.map(({ fileId }) => fileId));
  const isMade = files.some(({ outcome }) => outcome === 'new-cut');
  if (cut && isMade && cut.files.every(({ id }) => ids.has(id))) {
    const failure = await run('cut.delete', { id: cut.id });
    if (failure !== null) return [failure];
    return [await run('vibe.delete', { id: cut.vibeId, onlyIfEmpty: true })].filter((one) => one !== null);
  }
  const failures: string[] = [];
  for (const id of ids) {
    const failure = await run('file.delete', { id });
    if (failure !== null) failures.push(failure);
  }
  return failures;
}
