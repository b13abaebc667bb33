import { useEffect, useRef } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useCommentUiState } from '../features/comments/comment-ui-state.tsx';
import { useListening } from '../features/player/listening.tsx';
import type { KeyScope } from '../platform/key-scope.ts';

/**
 * The shortcuts that were pressed while another program was in front. The app brings the mini window up for a comment,
 * and the field gets the focus once it is there.
 */
export function useShortcuts(isMini: boolean, keyScope: KeyScope): void {
  const bridge = useBridge();
  const { player, open } = useListening();
  const { asked, chosenTab } = useCommentUiState();
  const wantsComment = useRef(false);
  useEffect(() => {
    const comment = () => {
      wantsComment.current = !isMini;
      if (!isMini) return;
      chosenTab.change(() => null);
      asked.change(() => ({ kind: 'comment' }));
      keyScope.expectField();
    };
    if (wantsComment.current) comment();
    return bridge.on('beside.pressed', ({ action }) => {
      if (action === 'comment') comment();
      if (action !== 'playPause') return;
      const shown = open.get();
      if (!player.state.get().track && shown) player.play(shown.track);
      else player.toggle();
    });
  }, [bridge, player, open, asked, chosenTab, keyScope, isMini]);
}
