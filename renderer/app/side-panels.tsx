import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { AccountMenu } from '../features/account/account-menu.tsx';
import { ActivityList } from '../features/activity/activity-list.tsx';
import { FolderList } from '../features/bounce-folders/folder-list.tsx';
import { MemberList } from '../features/members/member-list.tsx';
import { ProjectList } from '../features/projects/project-list.tsx';
import { classNames } from '../ui/class-names.ts';

/** Where: account, projects, bounce folders and who is in the project. */
export function LeftPanel({ projectId, onGo }: { projectId: string | null; onGo: () => void }) {
  return (
    <nav
      aria-label="Places"
      className="flex h-full w-59 shrink-0 flex-col border-r border-line bg-panel max-[760px]:w-full"
    >
      <div className="flex h-13 shrink-0 items-center border-b border-line px-2">
        <AccountMenu />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto pt-2">
        <ProjectList onGo={onGo} />
        <FolderList projectId={projectId} />
        {projectId && <MemberList projectId={projectId} />}
      </div>
    </nav>
  );
}

/** What the band does. */
export function RightPanel({ projectId }: { projectId: string }) {
  return (
    <aside
      aria-labelledby="activity-title"
      className="flex h-full w-71 shrink-0 flex-col border-l border-line bg-panel max-[1000px]:w-full"
    >
      <h2
        id="activity-title"
        className="flex h-13 shrink-0 items-center border-b border-line px-4 text-head font-semibold"
      >
        Activity
      </h2>
      <ActivityList projectId={projectId} />
    </aside>
  );
}

/** A side panel over the work, where the window has no room for it beside. */
export function FoldedPanel({
  side,
  title,
  onClose,
  children,
}: {
  side: 'left' | 'right';
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 animate-appear bg-veil" />
        <Dialog.Popup
          className={classNames(
            'fixed inset-y-0 z-30 w-80 max-w-[calc(100vw-48px)] animate-appear bg-panel shadow-lift focus-visible:outline-none',
            side === 'left' ? 'left-0' : 'right-0',
          )}
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
