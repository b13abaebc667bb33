import { useCallback } from 'react';
import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { dropText } from '../../text/drop.ts';
import { failureSentence } from '../../text/failures.ts';
import { baseName } from '../../text/format.ts';
import { useSay } from '../../ui/messages.tsx';
import { dropResult } from './drop-result.ts';

/** The most paths that one call takes. */
const batch = 1000;

/** Uploads dropped or chosen files and folders, and explains which ones were skipped. */
export function useDropFiles(): (files: readonly globalThis.File[], target: DropTarget) => Promise<void> {
  const bridge = useBridge();
  const { failed } = useSay();
  return useCallback(
    async (files, target) => {
      const refused: { name: string; message: string }[] = [];
      const paths: string[] = [];
      for (const file of files) {
        const path = bridge.pathForFile(file);
        if (path === '') refused.push({ name: file.name, message: dropText.notOnDisk });
        else paths.push(path);
      }
      let taken = 0;
      for (let start = 0; start < paths.length; start += batch) {
        const some = paths.slice(start, start + batch);
        const answer = await bridge.invoke('transfers.drop', { paths: some, target });
        if (answer.ok) {
          taken += answer.data.taken.length;
          refused.push(
            ...answer.data.refused.map(({ path, message }) => ({ name: baseName(path), message })),
          );
        } else {
          const message = failureSentence(answer);
          refused.push(...some.map((path) => ({ name: baseName(path), message })));
        }
      }
      const result = dropResult(taken, refused);
      if (result) failed(result.title, result.description);
    },
    [bridge, failed],
  );
}
