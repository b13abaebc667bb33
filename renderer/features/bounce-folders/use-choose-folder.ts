import { useCallback } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { useSay } from '../../ui/messages.tsx';
import { isMadeHere } from '../pending/port.ts';
import { usePending } from '../pending/port.tsx';

/** Opens the system's folder chooser and, when one was chosen, asks where its bounces go. */
export function useChooseFolder(): (projectId: string) => Promise<void> {
  const bridge = useBridge();
  const { ask } = useFrame();
  const { failed } = useSay();
  const { operations } = usePending();
  return useCallback(
    async (projectId) => {
      if (isMadeHere(operations, { kind: 'project', projectId })) {
        failed('Not yet', 'The server doesn’t know this project yet. Add the folder when it has been sent.');
        return;
      }
      const answer = await bridge.invoke('bindings.chooseFolder', null);
      if (!answer.ok) failed('The folder chooser didn’t open', failureSentence(answer));
      else if (answer.data) ask({ kind: 'bind-folder', folder: answer.data.folder, projectId });
    },
    [bridge, ask, failed, operations],
  );
}
