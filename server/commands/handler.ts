import type { Transaction } from 'kysely';
import type { Activity, ActivityType } from '../../protocol/wire/activity.ts';
import type { CommandKind, CommandPayload, CommandResult } from '../../protocol/wire/command.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import type { Notification, NotificationType } from '../../protocol/wire/notification.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import type { Person } from '../../protocol/wire/user.ts';
import type { Database } from '../db/schema.ts';

/** Who asks. `email` decides which invitations they may accept. */
export type Actor = Person & { email: string };

/** What a handler may touch: one transaction, and the clock already read. Nothing it does is seen before commit. */
export type CommandContext = {
  tx: Transaction<Database>;
  actor: Actor;
  /** The moment of the command, ISO 8601. */
  now: string;
  newId(): string;
  /** The address by which the outside reaches this server, without a slash at the end. */
  publicUrl: string;
};

/** An event for one topic; the dispatcher gives it its `seq`. */
export type TopicEvent = { topic: Topic; event: NamedEvent };

/** An activity without what the dispatcher knows better: id, actor and time. */
export type ActivityDraft = Pick<Activity, 'projectId' | 'target' | 'link'> & { type: ActivityType };

/** A notification without what the dispatcher knows better, and the users it is for. */
export type NoticeDraft = Pick<Notification, 'title' | 'message' | 'link'> & {
  type: NotificationType;
  to: string[];
};

/**
 * What a handler did. Events are appended in this order; then one `activity:new` for each draft, then what the
 * dispatcher makes of all that for the people it concerns (`notification:new`, `notifications:withdrawn`). `notices`
 * are only for what neither events nor activities tell. `afterCommit` says what sockets must do once it is true for
 * everyone (leave a room), never more than that.
 */
export type Handled<Result> = {
  ok: true;
  result: Result;
  events: TopicEvent[];
  activities?: ActivityDraft[];
  notices?: NoticeDraft[];
  afterCommit?: SocketChange[];
};

/**
 * Membership changed: these sockets must leave, or may hear, a project's room. `met`: the user now shares a project
 * with these others and did not before; `parted`: the other way round.
 */
export type SocketChange =
  | { kind: 'leave-project'; projectId: string; userId: string }
  | { kind: 'close-project'; projectId: string }
  | { kind: 'met' | 'parted'; userId: string; otherIds: string[] };

/**
 * One kind of change: checks that the actor may, applies it, says what happened. A `Failure` rolls back all it did
 * and is stored as the answer of its operation id.
 */
export type Handler<Kind extends CommandKind> = (
  context: CommandContext,
  payload: CommandPayload<Kind>,
) => Promise<Handled<CommandResult<Kind>> | Failure>;
