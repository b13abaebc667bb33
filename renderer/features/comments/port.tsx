/** The parts of `comments` that other features may use. */
export { CommentCount } from './comment-count.tsx';
export { useCommentUiState } from './comment-ui-state.tsx';
export { CommentsPanel } from './comments-panel.tsx';
export { useCommentCount } from './pending-count.ts';
export { commentsOnWave } from './placed-comment.ts';
export { RangeBands } from './range-bands.tsx';
export { useCutComments } from './use-cut-comments.ts';
export { usePlacedComments } from './use-placed-comments.ts';
export { useStartComment } from './use-start-comment.ts';
export { WaveComments } from './wave-comments.tsx';
