import { Tabs } from '@base-ui/react/tabs';
import { Maximize2 } from 'lucide-react';
import { ActivityList } from '../features/activity/activity-list.tsx';
import { CommentsPanel } from '../features/comments/comments-panel.tsx';
import { usePlayerState } from '../features/player/listening.tsx';
import { RoomTabLabel } from '../features/room/room-tab.tsx';
import { RoomView } from '../features/room/room-view.tsx';
import { goTo, useRoute } from '../platform/route.ts';
import { appText } from '../text/app.ts';
import { roomText } from '../text/room.ts';
import { IconButton } from '../ui/button.tsx';
import { useBesideTab } from './use-beside-tab.ts';

const tabClass =
  'flex h-full items-center border-b-2 border-transparent px-0.5 font-semibold text-dim hover:text-text focus-visible:-outline-offset-2 data-active:border-accent data-active:text-text';

/**
 * Activity, comments and the room in the side panel. The comments are those of the open cut, else of the one in the
 * player.
 */
export function Beside({ projectId, isOver }: { projectId: string; isOver: boolean }) {
  const { tab: shown, hasRoom, choose } = useBesideTab(isOver);
  const route = useRoute();
  const sounding = usePlayerState().track;
  const openId = route.name === 'project' ? route.cutId : null;
  const cutId = openId ?? (sounding?.projectId === projectId ? sounding.cutId : null);
  return (
    <Tabs.Root value={shown} onValueChange={choose} className="flex h-full min-h-0 flex-col">
      <div className="flex h-13 shrink-0 items-center border-b border-line pr-2">
        <Tabs.List
          aria-label={appText.besideTheWork}
          activateOnFocus
          className="flex h-full min-w-0 flex-1 items-center gap-4 px-4"
        >
          <Tabs.Tab value="activity" className={tabClass}>
            {appText.activity}
          </Tabs.Tab>
          <Tabs.Tab value="comments" className={tabClass}>
            {appText.comments}
          </Tabs.Tab>
          {hasRoom && (
            <Tabs.Tab value="room" className={tabClass}>
              <RoomTabLabel projectId={projectId} />
            </Tabs.Tab>
          )}
        </Tabs.List>
        {shown === 'room' && (
          <IconButton
            label={roomText.openAsPage}
            icon={Maximize2}
            onClick={() => goTo({ name: 'project', projectId, cutId: null, room: { messageId: null } })}
          />
        )}
      </div>
      <Tabs.Panel value="activity" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <ActivityList projectId={projectId} />
      </Tabs.Panel>
      <Tabs.Panel value="comments" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        <h2 className="sr-only">{appText.comments}</h2>
        {cutId ? (
          <CommentsPanel key={cutId} projectId={projectId} cutId={cutId} />
        ) : (
          <p className="px-4 py-3 text-faint">{appText.openCutForComments}</p>
        )}
      </Tabs.Panel>
      {hasRoom && (
        <Tabs.Panel value="room" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
          <h2 className="sr-only">{appText.room}</h2>
          <RoomView projectId={projectId} />
        </Tabs.Panel>
      )}
    </Tabs.Root>
  );
}
