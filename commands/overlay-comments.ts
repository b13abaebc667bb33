import {
  applyCommentEvent,
  byMoment,
  cutOfCommentEvent,
  cutOfMovedComments,
  inCut,
  isMovedBy,
} from '../protocol/state/comment-list.ts';
import type { Comment } from '../protocol/wire/comment.ts';
import type { NamedEvent } from '../protocol/wire/event.ts';
import type { Person } from '../protocol/wire/user.ts';
import { descriptorOf } from './descriptors.ts';
import { readCommand } from './read-command.ts';
import { isRefusal, type NoteChange, type ShownOperation } from './shown-operation.ts';

/** Pending moves of comments by their operation, and the comments of the cuts that they come from, by cut. */
export type MovedComments = {
  moves: ReadonlyMap<string, readonly NamedEvent[]>;
  held: ReadonlyMap<string, readonly Comment[]>;
};

export type CommentCircumstances<Operation extends ShownOperation> = {
  cutId: string;
  me: Person;
  /** The cuts that were merged into it. */
  formerIds?: readonly string[];
  moved?: MovedComments;
  note?: NoteChange<Operation>;
};

const nothingMoved: MovedComments = { moves: new Map(), held: new Map() };

/**
 * A cut's comments as the server has them, with the user's unconfirmed changes applied (`overlayProject` does the same
 * for projects).
 *
 * A refused comment or reply stays in its place, because its text exists nowhere else. A refused edit or deletion changes
 * nothing, but is noted.
 */
export function overlayComments<Operation extends ShownOperation>(
  comments: readonly Comment[],
  operations: readonly Operation[],
  { cutId, me, formerIds = [], moved = nothingMoved, note = () => {} }: CommentCircumstances<Operation>,
): readonly Comment[] {
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
      if (!isRefusal(operation) || creates) lists.set(id, applyCommentEvent(shown, event));
      note(subject(command.payload), operation);
    }
  }
  return lists.get(cutId) ?? comments;
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
