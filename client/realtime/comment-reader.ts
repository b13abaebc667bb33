import * as z from 'zod';
import {
  applyCommentEvent,
  cutOfCommentEvent,
  cutOfMovedComments,
} from '../../protocol/state/comment-list.ts';
import { cutWithId } from '../../protocol/state/project-parts.ts';
import { findCut } from '../../protocol/state/project-state.ts';
import { type Comment, commentSchema } from '../../protocol/wire/comment.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { Cache } from '../cache/cache.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';
import { clientText } from '../text.ts';

type ReadAnswer = Outcome<readonly Comment[], RequestFailureKind>;

export type CommentReaderDependencies = { client: ServerClient; cache: Cache; signal: AbortSignal; log: Log };

/**
 * Reads a cut's comments into the cache once; after that, the events of its project keep them current.
 *
 * The server's answer has no `seq`. So events received while it is on its way are applied to it: those that it already
 * contains change nothing (`applyCommentEvent`).
 */
export type CommentReader = {
  /** From the cache if they are there, else from the server. The id of a merged cut means the one it was merged into. */
  list(cutId: string): Promise<ReadAnswer>;
  /** Takes an event of a project, after the cache has applied it. */
  receive(event: NamedEvent): void;
  /** A project was replaced by a snapshot, so events about its comments may have been missed. */
  projectReplaced(): void;
  /** Reads again what could not be read while offline. */
  retry(): void;
  /** Comments that the cache already held, and that were returned, were replaced. */
  onReplaced(listener: (cutId: string) => void): () => void;
};

export function createCommentReader(dependencies: CommentReaderDependencies): CommentReader {
  const { client, cache, signal, log } = dependencies;
  const listeners = createListeners<string>();
  const reading = new Map<
    string,
    { received: NamedEvent[]; isOutdated: boolean; answer: Promise<ReadAnswer> }
  >();
  const failed = new Set<string>();

  function read(cutId: string): Promise<ReadAnswer> {
    const known = reading.get(cutId);
    if (known) return known.answer;
    const answer = readNow(cutId).finally(() => reading.delete(cutId));
    reading.set(cutId, { received: [], isOutdated: false, answer });
    return answer;
  }

  async function readNow(cutId: string): Promise<ReadAnswer> {
    const answer = await client.request({
      method: 'GET',
      path: `/api/cuts/${cutId}/comments`,
      schema: z.array(commentSchema),
      signal,
    });
    if (signal.aborted) return { ok: false, kind: 'signed-out', message: clientText.signedOut };
    const current = reading.get(cutId);
    if (answer.ok && current?.isOutdated) {
      reading.set(cutId, { ...current, received: [], isOutdated: false });
      return readNow(cutId);
    }
    const cached = cache.comments.read(cutId);
    if (!answer.ok) {
      if (cached && answer.kind === 'offline') failed.add(cutId);
      return answer;
    }
    const received = current?.received ?? [];
    const comments = received.reduce<readonly Comment[]>(applyCommentEvent, answer.data);
    const project = projectOf(cutId);
    // A cut that was merged meanwhile has no list of its own any more.
    if (project && cutWithId(project, cutId)) store(cutId, project.id, comments);
    if (cached) listeners.notify(cutId);
    return { ok: true, data: comments };
  }

  function projectOf(cutId: string): ProjectSnapshot | undefined {
    const projectId = cache.findProjectOf(cutId);
    return projectId === undefined ? undefined : cache.readProject(projectId);
  }

  function store(cutId: string, projectId: string, comments: readonly Comment[]): void {
    try {
      cache.comments.write(cutId, projectId, comments);
    } catch (error) {
      // The disk may be full: they can still be shown, and are read again when requested again.
      log.error({ error: String(error) }, 'Comments could not be stored');
    }
  }

  return {
    async list(asked) {
      const project = projectOf(asked);
      const cut = project && findCut(project, asked);
      const cutId = cut?.id ?? asked;
      const cached = cache.comments.read(cutId);
      if (cached?.isStale) void read(cutId);
      if (cached) return { ok: true, data: cached.comments };
      // If the project counts none, there is nothing to request: its events bring the first one.
      if (!project || cut?.commentCount !== 0) return read(cutId);
      store(cutId, project.id, []);
      return { ok: true, data: [] };
    },
    receive(event) {
      const cutId = cutOfCommentEvent(event);
      if (cutId !== null) reading.get(cutId)?.received.push(event);
      const toCutId = cutOfMovedComments(event);
      const current = toCutId === null ? undefined : reading.get(toCutId);
      if (current) current.isOutdated = true;
    },
    projectReplaced() {
      for (const current of reading.values()) current.isOutdated = true;
    },
    retry() {
      for (const cutId of failed) void read(cutId);
      failed.clear();
    },
    onReplaced: listeners.add,
  };
}
