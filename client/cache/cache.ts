import type { Activity } from '../../protocol/wire/activity.ts';
import type { Conversation, Message } from '../../protocol/wire/chat.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { LoggedEvent, NamedEvent } from '../../protocol/wire/event.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import type { Project, ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import type { Cursor, LogEntry } from '../realtime/topic-state.ts';

/**
 * What was seen of the server, so that the app opens with no network. Everything in it can be read again, so a
 * damaged file is set aside and begun anew. Changed only by snapshots, lists and events; an event and the cursor
 * move in one transaction, so after a crash the two always agree.
 */
export type Cache = {
  /** Whether the list was ever read; an empty list is something else. */
  hasProjects(): boolean;
  listProjects(): Project[];
  /** Replaces the list; projects that are no longer in it are forgotten with all they hold. */
  replaceProjects(projects: Project[]): void;
  readProject(projectId: string): ProjectSnapshot | undefined;
  /** Takes a snapshot unless what is here is newer. Answers where the project stands now. */
  replaceProject(snapshot: ProjectSnapshot): Cursor;
  removeProject(projectId: string): void;
  /** Which project holds this vibe, cut, file, comment or reply, by what is cached. */
  findProjectOf(id: string): string | undefined;

  readCursor(topic: Topic): Cursor | null;
  setCursor(topic: Topic, cursor: Cursor): void;
  /**
   * Applies entries (rising by one) and moves the topic's cursor. Those it already has are dropped. Answers the
   * ones applied; names this version doesn't know only move the cursor. Throws when an entry can't be read or
   * leaves a gap: then nothing has changed.
   */
  applyEntries(topic: Topic, entries: readonly LogEntry[]): LoggedEvent[];

  /** Whether an event said that this list is another one now, and `setRead` was not called since. */
  isStale(list: ListName): boolean;
  setRead(list: ListName): void;

  comments: Pick<CommentTable, 'read' | 'write'>;
  activities: Pick<ActivityTable, 'list' | 'save' | 'reconcile' | 'setDismissed'>;
  inbox: Omit<InboxTable, 'apply'>;
  close(): void;
};

/** A list that events only say something of: the whole of it has to be read anew. */
export type ListName = 'projects' | 'conversations';

/** Activities seen so far, in the order of their ids (UUIDv7 of the server, so of their time). */
export type ActivityTable = {
  /** Newest first, without those dismissed; of all projects when `projectId` is null. */
  list(projectId: string | null, limit: number): Activity[];
  /** Adds those that are not held. */
  save(activities: readonly Activity[]): void;
  /**
   * Takes what the server answered as its newest (`isAll`: there are no others): what was held (`knownIds`) within its
   * reach and is not in it was dismissed elsewhere. Answers whether the list is another one now.
   */
  reconcile(answer: { newest: readonly Activity[]; isAll: boolean; knownIds: readonly string[] }): boolean;
  setDismissed(ids: readonly string[], isDismissed: boolean): void;
  removeProject(projectId: string): void;
};

/** What is held of a cut. `isStale`: events were missed since, so it is to be read again; until then it is shown. */
export type HeldComments = { comments: Comment[]; isStale: boolean };

/** The comments of those cuts that were ever read; events go on from there. */
export type CommentTable = {
  read(cutId: string): HeldComments | undefined;
  write(cutId: string, projectId: string, comments: readonly Comment[]): void;
  /** Events of that cut, in order; nothing for cuts that are not held. */
  apply(cutId: string, events: readonly NamedEvent[]): void;
  /** The project was read anew, so its log has a gap. */
  setStale(projectId: string): void;
  removeProject(projectId: string): void;
  removeCuts(cutIds: readonly string[]): void;
  /** The project of a comment or reply that is held. */
  findProjectOf(id: string): string | undefined;
};

/** As many notifications as are held, and as the server answers at most. */
export const mostNotifications = 200;

/** As many as are held; the same list if it is not longer. */
export function newestOf(notifications: readonly Notification[]): readonly Notification[] {
  return notifications.length > mostNotifications ? notifications.slice(0, mostNotifications) : notifications;
}

/**
 * What came to the person themselves: notifications, conversations, and of each conversation the newest messages
 * without a gap. Kept by the events of their own topic.
 */
export type InboxTable = {
  /** Whether it was ever read; an empty one is something else. */
  isKnown(): boolean;
  listNotifications(): Notification[];
  listConversations(): Conversation[];
  /** The last `limit`, or the last before that one, oldest first. `isAll`: there are no earlier ones anywhere. */
  listMessages(
    conversationId: string,
    page: { before?: string | undefined; limit: number },
  ): { messages: Message[]; isAll: boolean };
  /** Everything anew. Messages are forgotten: some between them and those to come may never be told. */
  replace(inbox: { notifications: readonly Notification[]; conversations: readonly Conversation[] }): void;
  saveConversation(conversation: Conversation): void;
  /** A page that ends where what is held begins, or at the newest. `isFirst`: there is nothing before it. */
  saveMessages(conversationId: string, page: readonly Message[], isFirst: boolean): void;
  /** In the order of their `seq`. */
  apply(events: readonly LoggedEvent[], ownUserId: string): void;
  /** Conversations that an event told of and that are not held: they are to be read. */
  unknownConversations(): string[];
};
