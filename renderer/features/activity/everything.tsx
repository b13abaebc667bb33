import { useEffect } from 'react';
import { useProjects } from '../../platform/queries.ts';
import { useSocket } from '../../platform/socket-context.tsx';
import { ActivityList } from './activity-list.tsx';

/** What the band did in all projects. */
export function Everything() {
  useEveryRoom();
  return (
    <section aria-label="Everything" className="mx-auto flex min-h-0 w-full max-w-180 flex-1 flex-col">
      <ActivityList projectId={null} />
    </section>
  );
}

/** In the room of every project for as long as the component is on screen: events come from nowhere else. */
function useEveryRoom(): void {
  const socket = useSocket();
  const ids = (useProjects().data ?? []).map(({ id }) => id).join(' ');
  useEffect(() => {
    const leave = ids.split(' ').filter(Boolean).map(socket.enter);
    return () => {
      for (const each of leave) each();
    };
  }, [socket, ids]);
}
