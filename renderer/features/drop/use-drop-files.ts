import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import type { Project } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useRunCommand } from '../../platform/commands.ts';
import { may } from '../../platform/permissions.ts';
import { keys } from '../../platform/queries.ts';
import { commonText } from '../../text/common.ts';
import { correctionsText } from '../../text/corrections.ts';
import { dropText } from '../../text/drop.ts';
import { failureSentence } from '../../text/failures.ts';
import { baseName } from '../../text/format.ts';
import { type MessageAction, useSay } from '../../ui/messages.tsx';
import { dropResult } from './drop-result.ts';
import { undoDrop } from './undo-drop.ts';

/** The most paths that one call takes. */
const batch = 1000;

/** Uploads dropped or chosen files and folders, and explains which ones were skipped. */
export function useDropFiles(): (files: readonly globalThis.File[], target: DropTarget) => Promise<void> {
  const bridge = useBridge();
  const say = useSay();
  const { mayUndo, undoOf } = useUndo();
  return useCallback(
    async (files, target) => {
      const refused: { name: string; message: string }[] = [];
      const paths: string[] = [];
      for (const file of files) {
        const path = bridge.pathForFile(file);
        if (path === '') refused.push({ name: file.name, message: dropText.notOnDisk });
        else paths.push(path);
      }
      const taken: string[] = [];
      for (let start = 0; start < paths.length; start += batch) {
        const some = paths.slice(start, start + batch);
        const answer = await bridge.invoke('transfers.drop', { paths: some, target });
        if (answer.ok) {
          taken.push(...answer.data.taken.map(({ id }) => id));
          refused.push(
            ...answer.data.refused.map(({ path, message }) => ({ name: baseName(path), message })),
          );
        } else {
          const message = failureSentence(answer);
          refused.push(...some.map((path) => ({ name: baseName(path), message })));
        }
      }
      const result = dropResult(taken.length, refused);
      const undo = taken.length > 0 && mayUndo(target) ? undoOf(target.projectId, taken) : undefined;
      if (result) say.failed(result.title, result.description, undo);
      else if (undo) say.inform(dropText.added(taken.length), { action: undo });
    },
    [bridge, say, mayUndo, undoOf],
  );
}

/** A message’s button that takes the added files back. */
function useUndo() {
  const bridge = useBridge();
  const client = useQueryClient();
  const run = useRunCommand();
  const say = useSay();
  // A project that was just made isn't in the list yet: it belongs to whoever made it.
  const mayUndo = useCallback(
    ({ projectId }: DropTarget) => {
      const projects = client.getQueryData<readonly Project[]>(keys.projects);
      return may(projects?.find(({ id }) => id === projectId)?.role ?? 'ADMIN', 'file.delete');
    },
    [client],
  );
  const undoOf = useCallback(
    (projectId: string, taken: readonly string[]): MessageAction => {
      const undo = async () => {
        const problem = await undoDrop(bridge, run, projectId, taken);
        if (problem !== null) say.failed(correctionsText.undoFailed, problem);
      };
      return { label: commonText.undo, onChoose: () => void undo() };
    },
    [bridge, run, say],
  );
  return { mayUndo, undoOf };
}
