import type { Transaction } from 'kysely';
import type { Activity, ActivityType } from '../../protocol/wire/activity.ts';
import type { CommandKind, CommandPayload, CommandResult } from '../../protocol/wire/command.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import type { Notification, NotificationType } from '../../protocol/wire/notification.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import type { Person } from '../../protocol/wire/user.ts';
import type { Sender } from '../audit/sender.ts';
import type { Database } from '../db/schema.ts';
import type { InvitationToken } from './invitation-token.ts';

/** The person who asks. `email` decides which invitations they may accept. `from` is for the audit log. */
export type Actor = Person & { email: string; from?: Sender };

/** The parts that a change may use. Nothing it writes is visible before the transaction commits. */
export type FactContext = {
  tx: Transaction<Database>;
  /** The moment of the change, ISO 8601. */
  now: string;
  newId(): string;
};

/** The parts that a command's handler may use. */
export type CommandContext = FactContext & {
  actor: Actor;
  /** The address under which clients reach this server, without a trailing slash. */
  publicUrl: string;
  invitationToken: InvitationToken;
};

/** An event for one topic; the dispatcher gives it its `seq`. */
export type TopicEvent = { topic: Topic; event: NamedEvent };

/** An activity without what the dispatcher adds: id, actor and time. */
export type ActivityDraft = Pick<Activity, 'projectId' | 'target' | 'link' | 'version'> & {
  type: ActivityType;
};

/** A notification without what the dispatcher adds, and the ids of its recipients. */
export type NotificationDraft = Omit<Notification, 'id' | 'type' | 'isRead' | 'createdAt'> & {
  type: NotificationType;
  to: string[];
};

/**
 * The result of a handler. Its events are appended in this order, then an `activity:new` for each activity, then what
 * the dispatcher derives for the people concerned (`notifications:withdrawn`, `attention:updated`, `notification:new`). `notifications` are only
 * for what no activity covers. `unreadIn`: the project in whose room the others have something new to read; each gets an
 * `attention:updated`. `afterCommit`: what sockets must do once the change is committed.
 */
export type Handled<Result> = {
  ok: true;
  result: Result;
  events: TopicEvent[];
  activities?: ActivityDraft[];
  notifications?: NotificationDraft[];
  unreadIn?: string;
  afterCommit?: SocketChange[];
};

/**
 * A change of membership. `leave-project`: the user's sockets leave the project's room. `close-project`: everyone's do,
 * and members who share no other project part. `reopen-project`: its members are back, and meet. These two have no list
 * of pairs, because it grows with the square of the members; each node looks at its own people.
 * `met`: the user now shares a project with these others and did not before; `parted`: no longer shares one.
 *
 * Other nodes, also of other versions, hear these: ignore an unknown kind.
 */
export type SocketChange =
  | { kind: 'leave-project'; projectId: string; userId: string }
  | { kind: 'close-project'; projectId: string }
  | { kind: 'reopen-project'; projectId: string }
  | { kind: 'met' | 'parted'; userId: string; otherIds: string[] };

/**
 * One kind of command: checks that the actor may do it, applies it, and returns what happened. A `Failure` rolls back
 * all it wrote and becomes the stored answer of its operation id.
 */
export type Handler<Kind extends CommandKind> = (
  context: CommandContext,
  payload: CommandPayload<Kind>,
) => Promise<Handled<CommandResult<Kind>> | Failure>;
