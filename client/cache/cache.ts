import type { HeldDeletedCut } from '../../protocol/ipc/deleted-cut.ts';
import type { Activity } from '../../protocol/wire/activity.ts';
import type { Attention } from '../../protocol/wire/attention.ts';
import type { Conversation, Message } from '../../protocol/wire/chat.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { LoggedEvent, NamedEvent } from '../../protocol/wire/event.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import type { Project, ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import type { Cursor, LogEntry } from '../realtime/topic-state.ts';

/**
 * The client's copy of the server's data, so that the app opens without a network. All of it can be read again, so a
 * damaged file is set aside and replaced. Only snapshots, lists and events change it; an event is applied in the
 * transaction that moves the cursor, so after a crash the two always agree.
 */
export type Cache = {
  /** Whether the list was ever read; it may still be empty. */
  hasProjects(): boolean;
  listProjects(): Project[];
  /** Replaces the list. Projects that are no longer in it are removed with everything in them. */
  replaceProjects(projects: Project[]): void;
  readProject(projectId: string): ProjectSnapshot | undefined;
  /** Stores a snapshot unless the cache is newer. Returns the project's cursor. */
  replaceProject(snapshot: ProjectSnapshot): Cursor;
  removeProject(projectId: string): void;
  /** Which cached project contains this vibe, cut, file, comment or reply, or had this deleted cut. */
  findProjectOf(id: string): string | undefined;

  readCursor(topic: Topic): Cursor | null;
  setCursor(topic: Topic, cursor: Cursor): void;
  /**
   * Applies entries of consecutive `seq` and moves the topic's cursor. Entries it already has are dropped. Returns the
   * applied events; events unknown to this version only move the cursor. Throws if an entry can't be read or leaves a
   * gap, and then changes nothing.
   */
  applyEntries(topic: Topic, entries: readonly LogEntry[]): LoggedEvent[];

  /** Whether an event has made this list outdated since `setRead` was last called. */
  isStale(list: ListName): boolean;
  setRead(list: ListName): void;

  comments: Pick<CommentTable, 'read' | 'write'>;
  /** The project's deleted cuts that can be restored, last deleted first, as far as they are known here. */
  listDeletedCuts(projectId: string): HeldDeletedCut[];
  /** Takes the server's list of them. */
  replaceDeletedCuts(projectId: string, deleted: readonly HeldDeletedCut[]): void;
  activities: Pick<ActivityTable, 'list' | 'save' | 'reconcile' | 'setDismissed'>;
  inbox: Omit<InboxTable, 'apply'>;
  close(): void;
};

/** A list whose changes events don't describe, so that it has to be read again as a whole. */
export type ListName = 'projects' | 'conversations';

/** The activities seen so far, in the order of their ids (the server's UUIDv7, so in order of time). */
export type ActivityTable = {
  /** Newest first, without dismissed ones; of all projects if `projectId` is null. */
  list(projectId: string | null, limit: number): Activity[];
  /** Adds those that are not cached yet. */
  save(activities: readonly Activity[]): void;
  /**
   * Takes the newest activities that the server returned (`isAll`: there are no others). Of the previously cached ones
   * (`knownIds`), those within their range but not among them were dismissed elsewhere. Returns whether anything
   * changed.
   */
  reconcile(answer: { newest: readonly Activity[]; isAll: boolean; knownIds: readonly string[] }): boolean;
  setDismissed(ids: readonly string[], isDismissed: boolean): void;
  removeProject(projectId: string): void;
};

/** The cached comments of a cut. `isStale`: events were missed, so they are shown only until they are read again. */
export type HeldComments = { comments: Comment[]; isStale: boolean };

/** The comments of the cuts whose comments were ever read; events keep them current. */
export type CommentTable = {
  read(cutId: string): HeldComments | undefined;
  write(cutId: string, projectId: string, comments: readonly Comment[]): void;
  /** Applies events of that cut, in order. Does nothing for a cut that isn't cached. */
  apply(cutId: string, events: readonly NamedEvent[]): void;
  /** The project was replaced by a snapshot, so events about its comments may have been missed. */
  setStale(projectId: string): void;
  /** The comments of this cut may have changed in a way that events don't tell. */
  setCutStale(cutId: string): void;
  removeProject(projectId: string): void;
  removeCuts(cutIds: readonly string[]): void;
  /** The project of a cached comment or reply. */
  findProjectOf(id: string): string | undefined;
};

export type DeletedCutTable = {
  list(projectId: string): HeldDeletedCut[];
  put(deleted: HeldDeletedCut): void;
  remove(cutId: string): void;
  removeProject(projectId: string): void;
  findProjectOf(cutId: string): string | undefined;
};

/** How many notifications are cached, which is how many the server returns at most. */
export const mostNotifications = 200;

/** A person's inbox, apart from the messages of the conversations. */
export type CachedInbox = {
  notifications: readonly Notification[];
  conversations: readonly Conversation[];
  attention: Attention;
};

/**
 * A person's notifications, conversations and attention, and the newest messages of each conversation without a gap. Events of the
 * person's own topic keep them current.
 */
export type InboxTable = {
  /** Whether it was ever read; it may still be empty. */
  isKnown(): boolean;
  listNotifications(): Notification[];
  readAttention(): Attention;
  listConversations(): Conversation[];
  /** The last `limit` messages, or the last before `before`, oldest first. `isAll`: there are no earlier ones. */
  listMessages(
    conversationId: string,
    page: { before?: string | undefined; limit: number },
  ): { messages: Message[]; isAll: boolean };
  /** Replaces everything. Messages are dropped, because events between them and later ones may have been missed. */
  replace(inbox: CachedInbox): void;
  saveConversation(conversation: Conversation): void;
  /** Stores a page that ends where the cached messages begin, or at the newest. `isFirst`: nothing precedes it. */
  saveMessages(conversationId: string, page: readonly Message[], isFirst: boolean): void;
  /** In the order of their `seq`. */
  apply(events: readonly LoggedEvent[], ownUserId: string): void;
  /** Conversations that events mentioned and that are not cached, so that they have to be read. */
  unknownConversations(): string[];
};
