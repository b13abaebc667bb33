import { useEffect } from 'react';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { goTo, type Route } from '../../platform/route.ts';
import { useCutComments } from '../comments/port.tsx';

type CutRoute = Extract<Route, { name: 'project'; cutId: string }>;

/** The most cuts that are searched for one comment. */
const mostCuts = 30;

/**
 * Goes on to the cut that a comment is in now, when the one in its link no longer has it: it moves with the version that
 * it was made on.
 */
export function useMovedComment(route: CutRoute, project: ProjectSnapshot | null): void {
  const bridge = useBridge();
  const { held } = useCutComments(route.cutId);
  const { commentId } = route;
  const isMissing =
    commentId !== undefined && held !== undefined && !held.some((comment) => comment.id === commentId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: searches once for each route that leads nowhere
  useEffect(() => {
    if (!isMissing || !project) return;
    let isOver = false;
    void findCommentCut(bridge, project, commentId, route.cutId).then((cutId) => {
      if (cutId !== null && !isOver) goTo({ ...route, cutId }, { replace: true });
    });
    return () => {
      isOver = true;
    };
  }, [route, isMissing, project === null]);
}

/** The cut whose comments include this one; null if it isn't found. Cuts with the latest versions come first. */
export async function findCommentCut(
  bridge: Pick<Bridge, 'invoke'>,
  project: ProjectSnapshot,
  commentId: string,
  except: string,
): Promise<string | null> {
  const latest = (files: readonly { createdAt: string }[]) => files.at(-1)?.createdAt ?? '';
  const cuts = project.vibes
    .flatMap((vibe) => vibe.cuts)
    .filter(({ id, commentCount }) => id !== except && commentCount > 0)
    .sort((a, b) => (latest(a.files) < latest(b.files) ? 1 : -1))
    .slice(0, mostCuts);
  for (const { id } of cuts) {
    const answer = await bridge.invoke('comments.list', { cutId: id });
    if (answer.ok && answer.data.some((comment) => comment.id === commentId)) return id;
  }
  return null;
}
