import { useCallback } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { goTo, type Route } from '../../platform/route.ts';
import { newestFirst } from '../../platform/songs.ts';
import { failureSentence } from '../../text/failures.ts';
import type { Done } from '../../ui/dialog.tsx';

/** Accepts an invitation and leads to the newest song of its project, ready to play. */
export function useJoin(): (token: string) => Promise<Done> {
  const bridge = useBridge();
  return useCallback(
    async (token) => {
      const answer = await bridge.invoke('invitations.accept', { link: token });
      if (!answer.ok) return failureSentence(answer);
      const { projectId } = answer.data;
      const read = await bridge.invoke('projects.read', { id: projectId });
      const place = read.ok ? placeToHear(read.data) : ({ name: 'project', projectId, cutId: null } as const);
      goTo(place, { replace: true });
      return null;
    },
    [bridge],
  );
}

/** The song that changed last and can be heard, or the project if there is none. */
export function placeToHear({ id: projectId, vibes }: Pick<ProjectSnapshot, 'id' | 'vibes'>): Route {
  const song = newestFirst(vibes)
    .flatMap(({ cuts }) => cuts)
    .find(({ files }) => files.some(({ type }) => type === 'CUT'));
  return { name: 'project', projectId, cutId: song?.id ?? null };
}
