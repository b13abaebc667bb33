import { Activity as ActivityIcon, PanelLeft, Search } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { isGone } from '../bridge/is-gone.ts';
import { AllActivity } from '../features/activity/all-activity.tsx';
import { FolderBanner } from '../features/bounce-folders/folder-banner.tsx';
import { ChatPanel } from '../features/chat/chat-panel.tsx';
import { useUnreadMessages } from '../features/chat/use-contacts.ts';
import { ConnectionBanner, ConnectionLamp } from '../features/connection/connection-lamp.tsx';
import { NoticeList } from '../features/notices/notice-list.tsx';
import { NotificationCentre } from '../features/notifications/notification-centre.tsx';
import { useLiveNotifications } from '../features/notifications/use-live-notifications.ts';
import { useOpenTarget } from '../features/notifications/use-open-target.ts';
import { useShownProject } from '../features/pending/pending-context.tsx';
import { Home, useLastProject } from '../features/projects/home.tsx';
import { ProjectHeader } from '../features/projects/project-header.tsx';
import type { Arrivals } from '../platform/arrivals.ts';
import {
  type DialogRequest,
  type Frame,
  FrameContext,
  useFrame,
  type WorkPanelName,
} from '../platform/frame-context.tsx';
import { createKeyScope } from '../platform/key-scope.ts';
import { useElementNarrowerThan, useNarrowerThan, widths } from '../platform/media.ts';
import { useRoute } from '../platform/route.ts';
import { createStore, type Store } from '../platform/store.ts';
import { activityText } from '../text/activity.ts';
import { plural } from '../text/format.ts';
import { IconButton } from '../ui/button.tsx';
import { Dialogs } from './dialogs.tsx';
import { ProjectPlace } from './project-place.tsx';
import { ChatSide, FoldedPanel, LeftPanel, RightPanel } from './side-panels.tsx';
import { StatusBar } from './status-bar.tsx';
import { useArrivals } from './use-arrivals.ts';
import { useInvitation } from './use-invitation.ts';
import { useKeys } from './use-keys.ts';
import { useListeningKeys } from './use-listening-keys.ts';
import { WorkPanel } from './work-panel.tsx';

/** The window of someone who is signed in: where, the work, what the band does, and what is on its way. */
export function SignedInFrame({ target }: { target: Store<OpenTarget | null> }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  const [panel, showPanel] = useState<WorkPanelName | null>(null);
  const [chatWith, openChat] = useState<string | null>(null);
  const [arrivals] = useState(() => createStore<Arrivals>(new Map()));
  const [scrolls] = useState(() => new Map<string, number>());
  const [keyScope] = useState(createKeyScope);
  useEffect(() => keyScope.follow(), [keyScope]);
  useArrivals(arrivals);
  const frame = useMemo<Frame>(
    () => ({ ask: setRequest, panel, showPanel, keyScope, chatWith, openChat, arrivals, scrolls }),
    [panel, keyScope, chatWith, arrivals, scrolls],
  );
  return (
    <FrameContext value={frame}>
      <Layout target={target} />
      {request && <Dialogs request={request} onClose={() => setRequest(null)} />}
    </FrameContext>
  );
}

function Layout({ target }: { target: Store<OpenTarget | null> }) {
  const route = useRoute();
  const openedId = route.name === 'project' ? route.projectId : null;
  // Nothing of a project stays around the words that it is gone.
  const projectId = isGone(useShownProject(openedId).error) ? null : openedId;
  const leftFolds = useNarrowerThan(widths.left);
  const rightFolds = useNarrowerThan(widths.right);
  const [unfolded, setUnfolded] = useState<'left' | 'right' | null>(null);
  const [rightHidden, setRightHidden] = useState(false);
  const [news, setNews] = useState(false);
  const [work, setWork] = useState<HTMLElement | null>(null);
  const narrow = useElementNarrowerThan(work, widths.rows);
  const { ask, panel, chatWith, openChat } = useFrame();
  const unreadMessages = useUnreadMessages();
  const showNotifications = () => setNews(true);
  useLiveNotifications(showNotifications);
  useKeys(projectId, showNotifications, (side) => {
    if (side === 'left' ? leftFolds : rightFolds) setUnfolded(side);
    else if (side === 'right') {
      openChat(null);
      setRightHidden(false);
    }
  });
  useListeningKeys();
  useLastProject(projectId);
  useOpenTarget(target, { openChat, showNotifications });
  useInvitation();
  const showsRight = projectId !== null && !rightFolds && !rightHidden && chatWith === null;
  return (
    <div className="grid h-full grid-cols-1 grid-rows-[minmax(0,1fr)_auto]">
      <div className="flex min-h-0">
        {!leftFolds && <LeftPanel projectId={projectId} onGo={() => {}} />}
        <main ref={setWork} className="relative flex min-w-0 flex-1 flex-col">
          <header className="flex h-13 shrink-0 items-center gap-1 border-b border-line pr-2 pl-4 max-[480px]:pl-2">
            {leftFolds && (
              <span className="relative inline-flex">
                <IconButton
                  label={
                    unreadMessages > 0
                      ? `Show projects, ${plural(unreadMessages, 'unread message')}`
                      : 'Show projects'
                  }
                  keys="1"
                  icon={PanelLeft}
                  onClick={() => setUnfolded('left')}
                />
                {unreadMessages > 0 && (
                  <span aria-hidden className="absolute top-0.5 right-0.5 size-2 rounded-full bg-accent" />
                )}
              </span>
            )}
            {projectId ? (
              <ProjectHeader projectId={projectId} narrow={narrow} />
            ) : (
              <h1 className="flex-1 text-title font-semibold">
                {route.name === 'everything' ? activityText.allHeading : 'BandMate'}
              </h1>
            )}
            <IconButton label="Find" keys="Ctrl or ⌘ K" icon={Search} onClick={() => ask({ kind: 'find' })} />
            <ConnectionLamp />
            <NotificationCentre open={news} onOpen={setNews} />
            {projectId && (
              <IconButton
                label={showsRight ? 'Hide activity' : 'Show activity'}
                keys={showsRight ? undefined : '3'}
                icon={ActivityIcon}
                onClick={() => {
                  if (rightFolds) return setUnfolded('right');
                  // A conversation stands in its place.
                  if (chatWith) openChat(null);
                  setRightHidden(showsRight);
                }}
              />
            )}
          </header>
          <ConnectionBanner />
          <NoticeList />
          {leftFolds && <FolderBanner />}
          {/* What has no room above the panel is scrolled to, and never stands over it. */}
          <div className="isolate flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto">
            {route.name === 'project' ? (
              <ProjectPlace route={route} commentsBelow={!showsRight} />
            ) : route.name === 'everything' ? (
              <AllActivity />
            ) : (
              <Home />
            )}
          </div>
          {panel && <WorkPanel panel={panel} />}
        </main>
        {showsRight && <RightPanel projectId={projectId} />}
        {chatWith && !rightFolds && <ChatSide userId={chatWith} onClose={() => openChat(null)} />}
      </div>
      <StatusBar projectId={projectId} />
      {unfolded === 'left' && leftFolds && (
        <FoldedPanel side="left" title="Projects and folders" onClose={() => setUnfolded(null)}>
          <LeftPanel projectId={projectId} onGo={() => setUnfolded(null)} />
        </FoldedPanel>
      )}
      {chatWith && rightFolds && (
        <FoldedPanel side="right" wide title="Chat" onClose={() => openChat(null)}>
          <ChatPanel userId={chatWith} onClose={() => openChat(null)} />
        </FoldedPanel>
      )}
      {unfolded === 'right' && rightFolds && projectId && (
        <FoldedPanel side="right" title="Activity" onClose={() => setUnfolded(null)}>
          <RightPanel projectId={projectId} />
        </FoldedPanel>
      )}
    </div>
  );
}
