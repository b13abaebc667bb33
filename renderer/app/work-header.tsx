import { Activity as ActivityIcon, PanelLeft, PictureInPicture2, Search } from 'lucide-react';
import { hueOf } from '../../common/hue.ts';
import { useUnreadMessages } from '../features/chat/use-contacts.ts';
import { NotificationCentre } from '../features/notifications/notification-centre.tsx';
import { useShownProject, useShownProjects } from '../features/pending/pending-context.tsx';
import { ProjectHeader } from '../features/projects/project-header.tsx';
import { useFrame } from '../platform/frame-context.tsx';
import { useNarrowerThan, widths } from '../platform/media.ts';
import type { Route } from '../platform/route.ts';
import { useSession } from '../platform/session-context.tsx';
import { useChangeForm } from '../platform/window-form.ts';
import { activityText } from '../text/activity.ts';
import { adminText } from '../text/admin.ts';
import { appText } from '../text/app.ts';
import { miniText } from '../text/mini.ts';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { useFindKeys } from './nav-links.tsx';
import type { SidePanels } from './use-side-panels.ts';

const placeNames: Partial<Record<Route['name'], string>> = {
  everything: activityText.allHeading,
  admin: adminText.heading,
};

/** The bar above the work: the open project, and the buttons of the window. */
export function WorkHeader({
  route,
  projectId,
  narrow,
  panels,
  notifications,
}: {
  route: Route;
  projectId: string | null;
  narrow: boolean;
  panels: SidePanels;
  notifications: { isOpen: boolean; onOpen: (isOpen: boolean) => void };
}) {
  const { ask } = useFrame();
  const { miniWindow } = useSession().facts.capabilities;
  const changeForm = useChangeForm();
  // A window this narrow has the key and the menu for it, and needs the room for the name.
  const isTiny = useNarrowerThan(widths.mini);
  const findKeys = useFindKeys();
  const isLarge = projectId !== null && route.name === 'project' && route.cutId === null;
  const opened = useShownProject(projectId).project;
  // While the project is still read, its name is known from the list.
  const listed = useShownProjects().projects.find(({ id }) => id === projectId);
  const name = (opened ?? listed)?.name ?? '';
  return (
    <header
      data-hue={isLarge ? hueOf(name) : undefined}
      className={classNames(
        'flex shrink-0 items-center gap-1 border-b border-line pr-2 pl-4 max-[480px]:pl-2',
        isLarge ? 'bg-tint' : 'h-13',
        isLarge && (narrow ? 'h-14 pointer-coarse:h-18' : 'h-23 pl-6'),
        // Buttons for fingers leave no room for the name.
        isLarge && 'pointer-coarse:max-[480px]:h-auto pointer-coarse:max-[480px]:flex-wrap',
      )}
    >
      {panels.leftFolds && <ShowPlaces onClick={() => panels.unfold('left')} />}
      {projectId ? (
        <ProjectHeader projectId={projectId} narrow={narrow} isLarge={isLarge} />
      ) : (
        <h1 className="flex-1 text-title font-semibold">{placeNames[route.name] ?? appText.product}</h1>
      )}
      {panels.leftFolds && (
        <IconButton
          label={appText.find}
          keys={findKeys}
          icon={Search}
          onClick={() => ask({ kind: 'find' })}
        />
      )}
      <NotificationCentre open={notifications.isOpen} onOpen={notifications.onOpen} />
      {miniWindow && !isTiny && (
        <IconButton
          label={miniText.open}
          keys="V"
          icon={PictureInPicture2}
          onClick={() => changeForm({ isMini: true })}
        />
      )}
      {projectId && (
        <IconButton
          label={panels.showsRight ? appText.hideActivity : appText.showActivity}
          keys={panels.showsRight ? undefined : '3'}
          icon={ActivityIcon}
          onClick={panels.toggleRight}
        />
      )}
    </header>
  );
}

function ShowPlaces({ onClick }: { onClick: () => void }) {
  const unread = useUnreadMessages();
  return (
    <span className="relative inline-flex">
      <IconButton
        label={unread > 0 ? appText.showProjectsUnread(unread) : appText.showProjects}
        keys="1"
        icon={PanelLeft}
        onClick={onClick}
      />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute top-0.5 right-0.5 size-2 rounded-full bg-text pointer-coarse:top-2.5 pointer-coarse:right-2.5"
        />
      )}
    </span>
  );
}
