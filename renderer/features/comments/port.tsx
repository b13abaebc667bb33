/** The parts of `comments` that other features may use. */
export { CommentCount } from './comment-count.tsx';
export { isOpen, neighbourOf } from './comment-filter.ts';
export { useCommentUiState } from './comment-ui-state.tsx';
export { CommentsPanel } from './comments-panel.tsx';
export { MomentText } from './moment-text.tsx';
export { useCommentCount } from './pending-count.ts';
export { commentsOnWave, endOf } from './placed-comment.ts';
export { RangeBands } from './range-bands.tsx';
export { ResolveTick } from './resolve-tick.tsx';
export { useCutComments } from './use-cut-comments.ts';
export { useManyComments } from './use-many-comments.ts';
export { useMentions } from './use-mentions.ts';
export { usePlacedComments } from './use-placed-comments.ts';
export { useResolve } from './use-resolve.ts';
export { useStartComment } from './use-start-comment.ts';
export { WaveComments } from './wave-comments.tsx';
