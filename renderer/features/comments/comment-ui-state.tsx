import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import type { RealtimeEvent } from '../../../protocol/ipc/pushes.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useRealtimeEvent } from '../../platform/socket-context.tsx';
import { createStore, type Store } from '../../platform/store.ts';
import type { Draft } from './draft.ts';
import { noteComment, type Unseen } from './unseen.ts';

/**
 * The comment that was chosen last. Another object each time, so that it is brought into view again; `takesFocus`: the
 * user was led to it from elsewhere.
 */
export type Marked = { commentId: string; takesFocus: boolean };

/** What of the comments outlives the place that shows them: nothing half written is lost by looking elsewhere. */
export type CommentUiState = {
  marked: Store<Marked | null>;
  /** Where the keyboard wants to write; taken back by the field that got the focus. */
  asked: Store<{ kind: 'comment' } | { kind: 'reply'; commentId: string } | null>;
  /** Comments being written, by cut. */
  drafts: Store<ReadonlyMap<string, Draft>>;
  /** Replies being written, by comment; also an empty one means that its field is open. */
  replies: Store<ReadonlyMap<string, string>>;
  /** Own comments being changed, as they are to become. */
  edits: Store<ReadonlyMap<string, Pick<Comment, 'text' | 'timestamp'>>>;
  unseen: Store<Unseen>;
  /** The cut of every comment and reply that was shown: where what is refused belongs when they are gone. */
  cutOf: Map<string, string>;
  /** What the panel beside the work shows. */
  tab: Store<'activity' | 'comments'>;
};

const CommentUiStateContext = createContext<CommentUiState | null>(null);

export function useCommentUiState(): CommentUiState {
  const ui = useContext(CommentUiStateContext);
  if (!ui) throw new Error('No CommentUiStateProvider above this component');
  return ui;
}

/** Made once for each window; keeps note of what others write. */
export function CommentUiStateProvider({ children }: { children: ReactNode }) {
  const [ui] = useState<CommentUiState>(() => ({
    marked: createStore<Marked | null>(null),
    asked: createStore<ReturnType<CommentUiState['asked']['get']>>(null),
    drafts: createStore<ReadonlyMap<string, Draft>>(new Map()),
    replies: createStore<ReadonlyMap<string, string>>(new Map()),
    edits: createStore<ReadonlyMap<string, Pick<Comment, 'text' | 'timestamp'>>>(new Map()),
    unseen: createStore<Unseen>(new Map()),
    cutOf: new Map(),
    tab: createStore<'activity' | 'comments'>('activity'),
  }));
  const { account } = useSession();
  const note = useCallback(
    (event: RealtimeEvent) => ui.unseen.change((known) => noteComment(known, event, account.id)),
    [ui, account.id],
  );
  useRealtimeEvent('comment:created', note);
  useRealtimeEvent('comment:reply', note);
  useRealtimeEvent('comment:deleted', note);
  useRealtimeEvent('reply:deleted', note);
  useRealtimeEvent('cut:deleted', note);
  return <CommentUiStateContext value={ui}>{children}</CommentUiStateContext>;
}

/** A map with one entry more, or (null) without it. */
export function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value | null,
): ReadonlyMap<string, Value> {
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
}
