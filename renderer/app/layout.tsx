import { memo, useState } from 'react';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { isGone } from '../bridge/is-gone.ts';
import { AllActivity } from '../features/activity/all-activity.tsx';
import { AdminPage } from '../features/admin/admin-page.tsx';
import { AnnouncementBanner } from '../features/announcement/announcement-banner.tsx';
import { FolderBanner } from '../features/bounce-folders/folder-banner.tsx';
import { ChatPanel } from '../features/chat/chat-panel.tsx';
import { ConnectionBanner } from '../features/connection/connection-lamp.tsx';
import { Digest } from '../features/digest/digest.tsx';
import { NoticeList } from '../features/notices/notice-list.tsx';
import { ReadInView } from '../features/notifications/read-in-view.ts';
import { useOpenTarget } from '../features/notifications/use-open-target.ts';
import { useSeen } from '../features/notifications/use-seen.ts';
import { OpenPointsProvider } from '../features/open-points/port.tsx';
import { PartyStrip } from '../features/party/party-strip.tsx';
import { useShownProject } from '../features/pending/pending-context.tsx';
import { Home, useLastProject } from '../features/projects/home.tsx';
import { useFrame } from '../platform/frame-context.tsx';
import { NarrowWorkContext, useElementNarrowerThan, widths } from '../platform/media.ts';
import { type Route, useRoute } from '../platform/route.ts';
import type { Store } from '../platform/store.ts';
import { appText } from '../text/app.ts';
import { invitationText } from '../text/invitation.ts';
import { HuesContext } from '../ui/face.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ProjectPlace } from './project-place.tsx';
import { ChatSide, FoldedPanel, LeftPanel, RightPanel } from './side-panels.tsx';
import { StatusBar } from './status-bar.tsx';
import { useHues } from './use-hues.ts';
import { useKeys } from './use-keys.ts';
import { useListeningKeys } from './use-listening-keys.ts';
import { useOpenedDialog } from './use-opened-dialog.ts';
import { useSidePanels } from './use-side-panels.ts';
import { WorkHeader } from './work-header.tsx';
import { WorkPanel } from './work-panel.tsx';

const stay = () => {};

/** The panels of the window: places, the work, what the band does, and the status bar. */
export const Layout = memo(function Layout({
  target,
  agreed,
}: {
  target: Store<OpenTarget | null>;
  agreed: Store<string | null>;
}) {
  const route = useRoute();
  const openedId = route.name === 'project' ? route.projectId : null;
  // The panels show nothing of a project that is gone.
  const { project, error } = useShownProject(openedId);
  const projectId = isGone(error) ? null : openedId;
  const members = project?.members;
  const hues = useHues(members);
  const panels = useSidePanels(projectId);
  const { leftFolds, rightFolds, showsRight, unfolded } = panels;
  const [areNotificationsOpen, setNotificationsOpen] = useState(false);
  const [work, setWork] = useState<HTMLElement | null>(null);
  const narrow = useElementNarrowerThan(work, widths.rows);
  const { panel, chatWith, openChat } = useFrame();
  const showNotifications = () => setNotificationsOpen(true);
  useSeen();
  useKeys(projectId, showNotifications, panels.reveal);
  useListeningKeys();
  useLastProject(projectId);
  useOpenTarget(target, { openChat, showNotifications });
  useOpenedDialog(agreed);
  return (
    <HuesContext value={hues}>
      <OpenPointsProvider projectId={projectId}>
        <ReadInView />
        <div className="grid h-full grid-cols-1 grid-rows-[minmax(0,1fr)_auto]">
          <div className="flex min-h-0">
            {!leftFolds && <LeftPanel projectId={projectId} onGo={stay} />}
            <main ref={setWork} className="relative flex min-w-0 flex-1 flex-col">
              <WorkHeader
                route={route}
                projectId={projectId}
                narrow={narrow}
                panels={panels}
                notifications={{ isOpen: areNotificationsOpen, onOpen: setNotificationsOpen }}
              />
              <Banners />
              {leftFolds && <FolderBanner />}
              {/* Content that has no room above the panel scrolls, and never overlaps the panel. */}
              <div className="isolate flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto">
                <DigestHere route={route} />
                <NarrowWorkContext value={narrow}>
                  <Place route={route} commentsBelow={!showsRight} />
                </NarrowWorkContext>
              </div>
              {panel && <WorkPanel panel={panel} />}
            </main>
            {showsRight && projectId && <RightPanel projectId={projectId} />}
            {chatWith && !rightFolds && <ChatSide userId={chatWith} onClose={() => openChat(null)} />}
          </div>
          <StatusBar projectId={projectId} />
          {unfolded === 'left' && leftFolds && (
            <FoldedPanel side="left" title={appText.projectsAndFolders} onClose={panels.fold}>
              <LeftPanel projectId={projectId} onGo={panels.fold} />
            </FoldedPanel>
          )}
          {chatWith && rightFolds && (
            <FoldedPanel side="right" wide title={appText.chat} onClose={() => openChat(null)}>
              <ChatPanel userId={chatWith} onClose={() => openChat(null)} />
            </FoldedPanel>
          )}
          {unfolded === 'right' && rightFolds && projectId && (
            <FoldedPanel side="right" title={appText.activity} onClose={panels.fold}>
              <RightPanel projectId={projectId} isOver />
            </FoldedPanel>
          )}
        </div>
      </OpenPointsProvider>
    </HuesContext>
  );
});

/** Above every place. A change of place draws none of them again. */
const Banners = memo(function Banners() {
  return (
    <>
      <ConnectionBanner />
      <AnnouncementBanner />
      <NoticeList />
      <PartyStrip />
    </>
  );
});

/** The list of songs and *All activity* begin with what was missed. */
function DigestHere({ route }: { route: Route }) {
  if (route.name === 'everything') return <Digest projectId={null} />;
  const isSongList = route.name === 'project' && route.cutId === null && !route.points && !route.room;
  return isSongList && <Digest projectId={route.projectId} />;
}

function Place({ route, commentsBelow }: { route: Route; commentsBelow: boolean }) {
  if (route.name === 'project') return <ProjectPlace route={route} commentsBelow={commentsBelow} />;
  if (route.name === 'admin') return <AdminPage />;
  if (route.name === 'join') return <Skeleton rows={6} label={invitationText.joining} />;
  return route.name === 'everything' ? <AllActivity /> : <Home />;
}
