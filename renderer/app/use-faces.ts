import { useMemo } from 'react';
import { useBandmates } from '../features/chat/chat-queries.ts';
import { useShownProject } from '../features/pending/pending-context.tsx';
import { useAttention } from '../features/room/attention-queries.ts';
import { useRoute } from '../platform/route.ts';
import { useSession } from '../platform/session-context.tsx';

/** The pictures of everybody that is known here, by id; those of the open project are the newest. */
export function useFaces(): ReadonlyMap<string, string> {
  const route = useRoute();
  const { account } = useSession();
  const { project } = useShownProject(route.name === 'project' ? route.projectId : null);
  const bandmates = useBandmates().data;
  const own = useAttention().data?.avatarUrl ?? null;
  const members = project?.members;
  return useMemo(() => {
    const faces = new Map<string, string>();
    const note = (id: string, path: string | null) =>
      path === null ? faces.delete(id) : faces.set(id, path);
    for (const { userId, avatarUrl } of bandmates ?? []) note(userId, avatarUrl);
    for (const { user } of members ?? []) note(user.id, user.avatarUrl);
    note(account.id, own);
    return faces;
  }, [bandmates, members, account.id, own]);
}
