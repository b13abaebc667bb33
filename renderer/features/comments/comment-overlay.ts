import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import {
  applyCommentEvent,
  byMoment,
  cutOfCommentEvent,
  cutOfMovedComments,
  inCut,
  isMovedBy,
} from '../../../protocol/state/comment-list.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { isRefused, noteBadge, type PendingBadge, type PendingBadges } from '../pending/port.ts';

/** Pending moves of comments by their operation, and the comments of the cuts that they come from, by cut. */
export type MovedComments = {
  moves: ReadonlyMap<string, readonly NamedEvent[]>;
  held: ReadonlyMap<string, readonly Comment[]>;
};

const nothingMoved: MovedComments = { moves: new Map(), held: new Map() };

/**
 * A cut's comments as the server has them, with the user's unconfirmed changes applied (`overlayProject` does the same
 * for projects). Badges are by the id of the comment or reply.
 *
 * A refused comment or reply stays in its place, because its text exists nowhere else. A refused edit or deletion changes
 * nothing but adds a badge.
 */
export function overlayComments(
  comments: readonly Comment[],
  cutId: string,
  operations: readonly PendingOperation[],
  me: Person,
  formerIds: readonly string[] = [],
  moved: MovedComments = nothingMoved,
): { comments: readonly Comment[]; badges: PendingBadges } {
  const badges = new Map<string, PendingBadge>();
  const lists = new Map(moved.held).set(cutId, comments);
  const merged = new Map<string, string[]>();
  for (const operation of operations) {
    const command = readCommand(operation);
    if (!command) continue;
    const { overlay, creates, subject } = descriptorOf(command.kind);
    const circumstances = { at: operation.createdAt, me };
    for (const event of moved.moves.get(operation.operationId) ?? []) moveComments(lists, event, merged);
    for (const [id, shown] of lists) {
      const held = { cutId: id, formerIds: id === cutId ? formerIds : [], comments: shown };
      const event = overlay?.comments?.(held, command.payload, circumstances);
      if (!event) continue;
      if (!isRefused(operation) || creates) lists.set(id, applyCommentEvent(shown, event));
      noteBadge(badges, subject(command.payload), operation);
    }
  }
  return { comments: lists.get(cutId) ?? comments, badges };
}

type Lists = Map<string, readonly Comment[]>;

/** Moves comments between the lists that are held. `merged`: the comments of merged cuts, which a split gives back. */
function moveComments(lists: Lists, event: NamedEvent, merged: Map<string, string[]>): void {
  const [fromId, toId] = [cutOfCommentEvent(event), cutOfMovedComments(event)];
  const from = fromId === null ? undefined : lists.get(fromId);
  if (!from || fromId === null || toId === null || fromId === toId) return;
  const back = event.name === 'cut:split' ? (merged.get(toId) ?? []) : [];
  const moved = from.filter((comment) => isMovedBy(event, comment) || back.includes(comment.id));
  if (event.name === 'cut:merged')
    merged.set(
      fromId,
      moved.map(({ id }) => id),
    );
  const ids = new Set(moved.map(({ id }) => id));
  lists.set(
    fromId,
    from.filter(({ id }) => !ids.has(id)),
  );
  // One that isn't held collects them too: they may move on.
  const to = lists.get(toId) ?? [];
  const arrived = moved.map((comment) => inCut(comment, toId));
  lists.set(toId, [...to.filter(({ id }) => !ids.has(id)), ...arrived].sort(byMoment));
}
