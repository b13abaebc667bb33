import { useCallback } from 'react';
import { useCommentUiState, withEntry } from './comment-ui-state.tsx';
import { changeDraft, emptyDraft } from './draft.ts';

/** Starts a comment about a range, and gives its field the focus. A text that was begun is kept. */
export function useStartComment() {
  const { drafts, asked, tab } = useCommentUiState();
  return useCallback(
    (about: { cutId: string; fileId: string; seconds: number; endSeconds: number }) => {
      const { cutId, ...moment } = about;
      drafts.change((known) =>
        withEntry(known, cutId, changeDraft(known.get(cutId) ?? emptyDraft, { kind: 'pinned', ...moment })),
      );
      tab.change(() => 'comments');
      asked.change(() => ({ kind: 'comment' }));
    },
    [drafts, asked, tab],
  );
}
