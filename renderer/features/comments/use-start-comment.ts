import { useCallback } from 'react';
import { useCommentUiState, withEntry } from './comment-ui-state.tsx';
import { changeDraft, emptyDraft } from './draft.ts';

/** Starts a comment about a range, and gives its field the focus. A text that was begun is kept. */
export function useStartComment() {
  const { drafts, asked, chosenTab } = useCommentUiState();
  return useCallback(
    (about: { cutId: string; fileId: string; seconds: number; endSeconds: number }) => {
      const { cutId, ...moment } = about;
      drafts.change((known) =>
        withEntry(known, cutId, changeDraft(known.get(cutId) ?? emptyDraft, { kind: 'pinned', ...moment })),
      );
      chosenTab.change(() => null);
      asked.change(() => ({ kind: 'comment' }));
    },
    [drafts, asked, chosenTab],
  );
}
