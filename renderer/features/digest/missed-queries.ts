import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Bridge } from '../../../protocol/ipc/bridge.ts';
import type { Absence } from '../../../protocol/ipc/settings.ts';
import type { Activity } from '../../../protocol/wire/activity.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { useConnection } from '../../platform/socket-context.tsx';
import { activityKeys } from '../activity/port.ts';

const pageLength = 200;

/** After that many pages, a summary of counts is no summary any more. */
const mostPages = 10;

/** The activities of all projects during an absence; undefined until they are read. */
export function useMissed(absence: Absence | null): readonly Activity[] | undefined {
  const bridge = useBridge();
  const isOnline = useConnection().kind === 'online';
  const { data, refetch } = useQuery({
    queryKey: [...activityKeys.missed, absence?.from, absence?.until],
    enabled: absence !== null,
    queryFn: () => (absence ? readMissed(bridge, absence) : []),
  });
  useEffect(() => {
    if (isOnline && absence !== null) void refetch();
  }, [isOnline, absence, refetch]);
  return data;
}

async function readMissed(bridge: Bridge, { from, until }: Absence): Promise<Activity[]> {
  const missed: Activity[] = [];
  let before: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const request = { projectId: null, limit: pageLength, ...(before !== undefined && { before }) };
    const list = await read(bridge, 'activities.list', request);
    missed.push(...list.filter(({ createdAt }) => isBetween(Date.parse(createdAt), from, until)));
    const last = list.at(-1);
    if (!last || list.length < pageLength || Date.parse(last.createdAt) < from) break;
    before = last.id;
  }
  return missed;
}

function isBetween(moment: number, from: number, until: number): boolean {
  return moment > from && moment <= until;
}
