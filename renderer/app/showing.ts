import { useEffect } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useListening, usePlayerState } from '../features/player/port.tsx';
import { useSession } from '../platform/session-context.tsx';
import { useStore } from '../platform/store.ts';

/**
 * Tells other programs on this computer which song is in front of the user: the open one, else the one in the player. It
 * draws nothing: as a hook of the window, it would draw the whole window again for each song.
 */
export function Showing(): null {
  const bridge = useBridge();
  const { localAccess } = useSession().facts.capabilities;
  const inPlayer = usePlayerState().track;
  const shown = useStore(useListening().open)?.track ?? inPlayer;
  const cutId = shown?.cutId ?? null;
  const fileId = shown ? (shown.stem?.versionId ?? shown.fileId) : null;
  useEffect(() => {
    if (localAccess) void bridge.invoke('local.showing', cutId === null ? null : { cutId, fileId });
  }, [bridge, localAccess, cutId, fileId]);
  return null;
}
