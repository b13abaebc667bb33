import { useEffect } from 'react';
import { useProjects } from '../../platform/queries.ts';
import { useSocket } from '../../platform/socket-context.tsx';
import { activityText } from '../../text/activity.ts';
import { ActivityList } from './activity-list.tsx';

/** The band's activity in all projects. */
export function AllActivity() {
  useAllRooms();
  return (
    <section
      aria-label={activityText.allHeading}
      className="mx-auto flex min-h-0 w-full max-w-180 flex-1 flex-col"
    >
      <ActivityList projectId={null} />
    </section>
  );
}

/** Joins the room of every project while the component is on screen: its events are sent to rooms only. */
function useAllRooms(): void {
  const socket = useSocket();
  const ids = (useProjects().data ?? []).map(({ id }) => id).join(' ');
  useEffect(() => {
    const leave = ids.split(' ').filter(Boolean).map(socket.enter);
    return () => {
      for (const each of leave) each();
    };
  }, [socket, ids]);
}
