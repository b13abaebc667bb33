import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import type { RealtimeEvent } from '../../../protocol/ipc/pushes.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useRealtimeEvent } from '../../platform/socket-context.tsx';
import { createStore, type Store } from '../../platform/store.ts';
import { type CommentFilter, openPoints } from './comment-filter.ts';
import type { Draft } from './draft.ts';
import { noteComment, type Unseen } from './unseen.ts';

/**
 * The comment that was chosen last. Each choice is a new object, so that the comment scrolls into view again.
 * `takesFocus`: the user came to it from elsewhere.
 */
export type Marked = { commentId: string; takesFocus: boolean };

/** The unsaved values of a comment that is being edited. */
export type Edit = Pick<Comment, 'text' | 'timestamp' | 'endTimestamp'>;

/** The tabs of the side panel. */
export type BesideTab = 'activity' | 'comments' | 'room';

/** The tab that the user chose, and the place where it holds. An open room stays open everywhere. */
export type ChosenTab = { tab: BesideTab; at: string };

/** Which songs of a project are listed: all, those with open points, those whose latest version is approved. */
export type SongFilter = 'all' | 'open' | 'approved';

/** State that outlives the components that show comments, so that a half-written text survives a look elsewhere. */
export type CommentUiState = {
  marked: Store<Marked | null>;
  /** The field that should get the focus. The field clears it once it has the focus. */
  asked: Store<{ kind: 'comment' } | { kind: 'reply'; commentId: string } | null>;
  /** Unsent comments, by cut. */
  drafts: Store<ReadonlyMap<string, Draft>>;
  /** Unsent replies, by comment. An empty text means that the reply field is open. */
  replies: Store<ReadonlyMap<string, string>>;
  /** Unsaved edits of the user's own comments, by comment. */
  edits: Store<ReadonlyMap<string, Edit>>;
  /** Unsaved texts of the user's own replies, by reply. */
  replyEdits: Store<ReadonlyMap<string, string>>;
  filter: Store<CommentFilter>;
  songFilter: Store<SongFilter>;
  unseen: Store<Unseen>;
  /** The cut of each comment and reply that was shown. It places refused changes of comments that are gone. */
  cutOf: Map<string, string>;
  /** Null: the side panel shows what belongs to its place, which beside a song are the comments. */
  chosenTab: Store<ChosenTab | null>;
  /** The project whose room is on the screen. */
  roomInSight: Store<string | null>;
};

const CommentUiStateContext = createContext<CommentUiState | null>(null);

export function useCommentUiState(): CommentUiState {
  const ui = useContext(CommentUiStateContext);
  if (!ui) throw new Error('No CommentUiStateProvider above this component');
  return ui;
}

/** One for each window. Tracks which comments of others are unseen. */
export function CommentUiStateProvider({ children }: { children: ReactNode }) {
  const [ui] = useState<CommentUiState>(() => ({
    marked: createStore<Marked | null>(null),
    asked: createStore<ReturnType<CommentUiState['asked']['get']>>(null),
    drafts: createStore<ReadonlyMap<string, Draft>>(new Map()),
    replies: createStore<ReadonlyMap<string, string>>(new Map()),
    edits: createStore<ReadonlyMap<string, Edit>>(new Map()),
    replyEdits: createStore<ReadonlyMap<string, string>>(new Map()),
    filter: createStore<CommentFilter>(openPoints),
    songFilter: createStore<SongFilter>('all'),
    unseen: createStore<Unseen>(new Map()),
    cutOf: new Map(),
    chosenTab: createStore<ChosenTab | null>(null),
    roomInSight: createStore<string | null>(null),
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

/** A copy of the map with the entry set, or without it if the value is null. */
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
