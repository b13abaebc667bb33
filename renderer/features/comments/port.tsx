/** What other features may use of `comments`. */
export { CommentCount } from './comment-count.tsx';
export { CommentMarkers } from './comment-markers.tsx';
export { CommentsPanel } from './comments-panel.tsx';
export { useCommentDesk } from './desk.tsx';
export { useCutComments } from './use-cut-comments.ts';
export { useCommentCount } from './waiting-count.ts';
