import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Share } from '../../../protocol/wire/share.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import type { ShareOf } from '../../platform/frame-context.tsx';

const shareKey = (projectId: string) => ['shares', projectId] as const;

/** The active links of a project. No event announces changes, so they are reloaded whenever they are shown. */
export function useShares(projectId: string) {
  const bridge = useBridge();
  return useQuery({
    queryKey: shareKey(projectId),
    queryFn: () => read(bridge, 'shares.list', { projectId }),
    staleTime: 0,
    gcTime: 0,
  });
}

export function useReadSharesAgain(projectId: string): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: shareKey(projectId) });
}

export function projectIdOf(of: ShareOf): string {
  if (of.kind === 'file') return of.file.projectId;
  return of.kind === 'group' ? of.vibe.projectId : of.project.id;
}

/** The links to the thing itself: those of a version are listed with those of its song. A project lists all it has. */
export function sharesOf(shares: readonly Share[], of: ShareOf): Share[] {
  return shares.filter(({ fileId, cutId, vibeId }) => {
    if (of.kind === 'project') return true;
    if (of.kind === 'group') return vibeId === of.vibe.id;
    return fileId === of.file.id || (of.file.type === 'CUT' && cutId === of.file.cutId);
  });
}
