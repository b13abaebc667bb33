import {
  byMoment,
  cutOfCommentEvent,
  cutOfMovedComments,
  inCut,
  isMovedBy,
} from '../../protocol/state/comment-list.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { CommentTable } from './cache.ts';

/** The changes that a project's events make to cached comments. */
export type CommentChanges = {
  /** `project` as it was before the event, where a deleted vibe still has its cuts. */
  add(event: NamedEvent, project: ProjectSnapshot | undefined): void;
  /** Call it after the last event. */
  finish(): void;
};

/**
 * Collects events by cut, so that each cut's comments are read and written once for all of them. An event that moves
 * comments from one cut to another is applied in its place between the others.
 */
export function createCommentChanges(comments: CommentTable, projectId: string): CommentChanges {
  const byCut = new Map<string, NamedEvent[]>();
  const gone = new Set<string>();

  function finish(): void {
    comments.removeCuts([...gone]);
    for (const [cutId, events] of byCut) comments.apply(cutId, events);
    gone.clear();
    byCut.clear();
  }

  function move(event: NamedEvent, fromCutId: string, toCutId: string): void {
    const count = countOfMoved(event);
    if (event.name === 'file:moved' && count === 0) return;
    finish();
    const from = comments.read(fromCutId);
    const to = comments.read(toCutId);
    comments.apply(fromCutId, [event]);
    if (event.name === 'cut:merged') comments.removeCuts([fromCutId]);
    if (!from || from.isStale) {
      comments.setCutStale(toCutId);
      return;
    }
    const moved = from.comments.filter((comment) => isMovedBy(event, comment));
    // The list was read later than this event, when some of them were gone from it.
    const isComplete = count === null || moved.length === count;
    // A cut that was just split off has no other comments.
    if (!to && (event.name !== 'cut:split' || !isComplete)) return;
    const known = new Map((to?.comments ?? []).map((comment) => [comment.id, comment]));
    for (const comment of moved) known.set(comment.id, inCut(comment, toCutId));
    comments.write(toCutId, projectId, [...known.values()].sort(byMoment));
    if (to?.isStale || !isComplete) comments.setCutStale(toCutId);
  }

  return {
    add(event, project) {
      if (event.name === 'vibe:deleted') {
        const vibe = project?.vibes.find(({ id }) => id === event.payload.vibeId);
        for (const { id } of vibe?.cuts ?? []) gone.add(id);
      }
      if (event.name === 'cut:deleted') gone.add(event.payload.cutId);
      // Its comments are read again once somebody asks for them.
      if (event.name === 'cut:restored') gone.add(event.payload.id);
      const cutId = cutOfCommentEvent(event);
      if (cutId === null) return;
      const toCutId = cutOfMovedComments(event);
      if (toCutId !== null) return move(event, cutId, toCutId);
      const known = byCut.get(cutId);
      if (known) known.push(event);
      else byCut.set(cutId, [event]);
    },
    finish,
  };
}

/** How many comments an event moves, if it says so. */
function countOfMoved(event: NamedEvent): number | null {
  if (event.name === 'file:moved') return event.payload.commentCount;
  return event.name === 'cut:split' ? event.payload.cut.commentCount : null;
}
