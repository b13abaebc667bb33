import { ArrowLeft } from 'lucide-react';
import { goTo } from '../../platform/route.ts';
import { useProjectRoom } from '../../platform/socket-context.tsx';
import { roomText } from '../../text/room.ts';
import { Button } from '../../ui/button.tsx';
import { RoomView } from './room-view.tsx';

/** The room in the place of the songs. */
export function RoomPage({ projectId, messageId }: { projectId: string; messageId: string | null }) {
  useProjectRoom(projectId);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 px-3">
        <Button
          tone="quiet"
          icon={ArrowLeft}
          onClick={() => goTo({ name: 'project', projectId, cutId: null })}
        >
          {roomText.back}
        </Button>
        <h2 className="text-head font-semibold">{roomText.tab}</h2>
      </div>
      <div className="mx-auto flex min-h-0 w-full max-w-200 flex-1 flex-col">
        <RoomView projectId={projectId} messageId={messageId} />
      </div>
    </div>
  );
}
