import { useCallback } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import { failureSentence } from '../../text/failures.ts';
import { useSay } from '../../ui/messages.tsx';
import { isMadeHere } from '../pending/port.ts';
import { usePending } from '../pending/port.tsx';

/** Opens the system's folder chooser, then asks where the bounces of the chosen folder go. */
export function useChooseFolder(): (projectId: string) => Promise<void> {
  const bridge = useBridge();
  const { ask } = useFrame();
  const { failed } = useSay();
  const { operations } = usePending();
  return useCallback(
    async (projectId) => {
      if (isMadeHere(operations, { kind: 'project', projectId })) {
        failed(bounceFoldersText.notSyncedTitle, bounceFoldersText.notSynced);
        return;
      }
      const answer = await bridge.invoke('bindings.chooseFolder', null);
      if (!answer.ok) failed(bounceFoldersText.chooserFailed, failureSentence(answer));
      else if (answer.data) ask({ kind: 'bind-folder', folder: answer.data.folder, projectId });
    },
    [bridge, ask, failed, operations],
  );
}
