import { roomText } from '../../text/room.ts';
import { CountBadge } from '../../ui/count-badge.tsx';
import { useUnreadInRoom } from './attention-queries.ts';

/** The name of the room's tab, with the number of unread messages. */
export function RoomTabLabel({ projectId }: { projectId: string }) {
  const unread = useUnreadInRoom(projectId);
  return (
    <span className="inline-flex items-baseline gap-1.5">
      {roomText.tab} <CountBadge amount={unread} label={roomText.unread(unread)} />
    </span>
  );
}
