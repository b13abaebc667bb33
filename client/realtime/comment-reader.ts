import * as z from 'zod';
import { applyCommentEvent, cutOfCommentEvent } from '../../protocol/state/comment-list.ts';
import { findCut } from '../../protocol/state/project-state.ts';
import { type Comment, commentSchema } from '../../protocol/wire/comment.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';

type ReadAnswer = Outcome<readonly Comment[], RequestFailureKind>;

export type CommentReaderDependencies = {
  client: ServerClient;
  cache: Cache;
  signal: AbortSignal;
  log: Log;
  /** What was held of the cut, and was answered, is another list now. */
  replaced(cutId: string): void;
};

/**
 * Reads a cut's comments into the cache, once; from then on the events of its project keep them.
 *
 * The server's answer says no `seq`. So what is heard while it is on its way is put onto it: events that it already
 * contains change nothing (`applyCommentEvent`).
 */
export type CommentReader = {
  /** From the cache if they are held, else from the server. */
  list(cutId: string): Promise<ReadAnswer>;
  /** An event of a project, after the cache has applied it. */
  heard(event: NamedEvent): void;
  /** A project was replaced by a snapshot: what was said of its comments in between was not heard. */
  projectReplaced(): void;
  /** The connection is back: reads again what could not be read. */
  retry(): void;
};

export function createCommentReader(dependencies: CommentReaderDependencies): CommentReader {
  const { client, cache, signal, log, replaced } = dependencies;
  const reading = new Map<string, { heard: NamedEvent[]; isVoid: boolean; answer: Promise<ReadAnswer> }>();
  const failed = new Set<string>();

  function read(cutId: string): Promise<ReadAnswer> {
    const known = reading.get(cutId);
    if (known) return known.answer;
    const answer = readNow(cutId).finally(() => reading.delete(cutId));
    reading.set(cutId, { heard: [], isVoid: false, answer });
    return answer;
  }

  async function readNow(cutId: string): Promise<ReadAnswer> {
    const answer = await client.request({
      method: 'GET',
      path: `/api/cuts/${cutId}/comments`,
      schema: z.array(commentSchema),
      signal,
    });
    if (signal.aborted) return { ok: false, kind: 'signed-out', message: 'Nobody is signed in.' };
    const current = reading.get(cutId);
    if (answer.ok && current?.isVoid) {
      reading.set(cutId, { ...current, heard: [], isVoid: false });
      return readNow(cutId);
    }
    const held = cache.comments.read(cutId);
    if (!answer.ok) {
      if (held && answer.kind === 'offline') failed.add(cutId);
      return answer;
    }
    const heard = current?.heard ?? [];
    const comments = heard.reduce<readonly Comment[]>(applyCommentEvent, answer.data);
    const projectId = cache.findProjectOf(cutId);
    if (projectId !== undefined) keep(cutId, projectId, comments);
    if (held) replaced(cutId);
    return { ok: true, data: comments };
  }

  function keep(cutId: string, projectId: string, comments: readonly Comment[]): void {
    try {
      cache.comments.write(cutId, projectId, comments);
    } catch (error) {
      // The disk is full, say: they can be shown, and are read again when they are asked for again.
      log.error({ error: String(error) }, 'Comments could not be kept');
    }
  }

  return {
    async list(cutId) {
      const held = cache.comments.read(cutId);
      if (held?.isStale) void read(cutId);
      if (held) return { ok: true, data: held.comments };
      const projectId = cache.findProjectOf(cutId);
      const project = projectId === undefined ? undefined : cache.readProject(projectId);
      // The project says that there are none, so there is nothing to ask: its events tell of the first one.
      if (!project || findCut(project, cutId)?.commentCount !== 0) return read(cutId);
      keep(cutId, project.id, []);
      return { ok: true, data: [] };
    },
    heard(event) {
      const cutId = cutOfCommentEvent(event);
      if (cutId !== null) reading.get(cutId)?.heard.push(event);
    },
    projectReplaced() {
      for (const current of reading.values()) current.isVoid = true;
    },
    retry() {
      for (const cutId of failed) void read(cutId);
      failed.clear();
    },
  };
}
