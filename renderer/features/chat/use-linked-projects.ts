import { useQueries } from '@tanstack/react-query';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { projectQuery, useProjects } from '../../platform/queries.ts';
import { useRoute } from '../../platform/route.ts';

/** The projects in which a direct message may name a song, the open one first. None while `isNeeded` is false. */
export function useLinkedProjects(isNeeded: boolean): readonly ProjectSnapshot[] {
  const bridge = useBridge();
  const route = useRoute();
  const openId = route.name === 'project' ? route.projectId : null;
  const ids = (useProjects().data ?? []).map(({ id }) => id);
  const ordered = ids.toSorted((one, other) => Number(other === openId) - Number(one === openId));
  return useQueries({
    queries: (isNeeded ? ordered : []).map((id) => projectQuery(bridge, id)),
    combine: readOnes,
  });
}

const readOnes = (answers: { data?: ProjectSnapshot | undefined }[]) =>
  answers.flatMap(({ data }) => data ?? []);
