import { type QueryClient, useQueries, useQuery } from '@tanstack/react-query';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import {
  applyCommentEvent,
  cutOfCommentEvent,
  cutOfMovedComments,
} from '../../../protocol/state/comment-list.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';

const keyOf = (cutId: string) => ['comments', cutId] as const;

/** `ask`: another way to ask for the comments than a call for this cut alone. */
export function commentsQuery(bridge: Bridge, cutId: string, ask?: AskForComments) {
  return { queryKey: keyOf(cutId), queryFn: () => readComments(bridge, cutId, ask) };
}

/** Throws a `ReadFailure`. */
export type AskForComments = (cutId: string) => Promise<readonly Comment[]>;

/** `enabled` false: there is nothing to read yet. */
export function useComments(cutId: string, enabled = true) {
  const bridge = useBridge();
  return useQuery({ ...commentsQuery(bridge, cutId), enabled });
}

/** The comments of these cuts, in their order; undefined for those that can't be read. */
export function useHeldComments(cutIds: readonly string[]): readonly (readonly Comment[] | undefined)[] {
  const bridge = useBridge();
  return useQueries({
    queries: cutIds.map((cutId) => ({
      queryKey: keyOf(cutId),
      queryFn: () => readComments(bridge, cutId),
    })),
    combine: dataOf,
  });
}

const dataOf = (queries: { data?: readonly Comment[] | undefined }[]) => queries.map(({ data }) => data);

/** Whether the cut's comments are cached. */
export function areHeld(client: QueryClient, cutId: string): boolean {
  return client.getQueryData(keyOf(cutId)) !== undefined;
}

/** The cut's comments that are cached, without reading any. */
export function heldComments(client: QueryClient, cutId: string): readonly Comment[] {
  return client.getQueryData<readonly Comment[]>(keyOf(cutId)) ?? [];
}

/** Applies pushed events to cached comments, until the returned functions are called. */
export function followComments(bridge: Bridge, client: QueryClient): (() => void)[] {
  return [
    bridge.on('comments.replaced', ({ cutId }) => {
      void client.invalidateQueries({ queryKey: keyOf(cutId) });
    }),
    bridge.on('realtime.event', (event) => {
      const cutId = 'topic' in event ? cutOfCommentEvent(event) : null;
      if (cutId === null || !('topic' in event)) return;
      client.setQueryData(keyOf(cutId), (list: readonly Comment[] | undefined) =>
        list ? applyCommentEvent(list, event) : undefined,
      );
      const toCutId = cutOfMovedComments(event);
      if (toCutId !== null) void client.invalidateQueries({ queryKey: keyOf(toCutId) });
    }),
  ];
}

/**
 * Reads a cut's comments and applies the events that were pushed in the meantime. An event that the answer already
 * contains changes nothing. If one moves comments here from another cut, the comments are read again.
 */
export async function readComments(
  bridge: Bridge,
  cutId: string,
  ask: AskForComments = (id) => read(bridge, 'comments.list', { cutId: id }),
): Promise<readonly Comment[]> {
  const heard: NamedEvent[] = [];
  let isOutdated = false;
  const stop = bridge.on('realtime.event', (event) => {
    if (!('topic' in event)) return;
    if (cutOfCommentEvent(event) === cutId) heard.push(event);
    if (cutOfMovedComments(event) === cutId) isOutdated = true;
  });
  try {
    const answer = await ask(cutId);
    return isOutdated ? await readComments(bridge, cutId, ask) : heard.reduce(applyCommentEvent, answer);
  } finally {
    stop();
  }
}
