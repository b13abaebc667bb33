import { useCallback } from 'react';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useStore } from '../../platform/store.ts';
import { WaveMarkers } from '../../ui/wave/markers.tsx';
import { useCommentUiState } from './comment-ui-state.tsx';

/** The comments inside the waveform. A click shows the comment in the list. */
export function WaveComments(place: {
  comments: readonly Comment[];
  duration: number;
  view: { from: number; to: number };
  /** In pixels. */
  width: number;
}) {
  const { marked, unseen, chosenTab } = useCommentUiState();
  const choose = useCallback(
    ({ id }: Comment) => {
      chosenTab.change(() => null);
      marked.change(() => ({ commentId: id, takesFocus: true }));
    },
    [chosenTab, marked],
  );
  const markedId = useStore(marked)?.commentId ?? null;
  return <WaveMarkers {...place} markedId={markedId} fresh={useStore(unseen)} onChoose={choose} />;
}
