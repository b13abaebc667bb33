import { Dialog } from '@base-ui/react/dialog';
import { memo, type ReactNode, useRef, useState } from 'react';
import { AccountMenu } from '../features/account/account-menu.tsx';
import { FolderList } from '../features/bounce-folders/folder-list.tsx';
import { ChatPanel, useChatFocus } from '../features/chat/chat-panel.tsx';
import { OtherContacts } from '../features/chat/other-contacts.tsx';
import { MemberList } from '../features/members/member-list.tsx';
import { ProjectList } from '../features/projects/project-list.tsx';
import { UpdateReady } from '../features/updates/port.tsx';
import { useSession } from '../platform/session-context.tsx';
import { appText } from '../text/app.ts';
import { classNames } from '../ui/class-names.ts';
import { Beside } from './beside.tsx';
import { NavLinks } from './nav-links.tsx';
import { useBesideTab } from './use-beside-tab.ts';

/** Where to go: the account, projects, bounce folders and bandmates. */
export const LeftPanel = memo(function LeftPanel({
  projectId,
  onGo,
}: {
  projectId: string | null;
  /** Must keep its identity, or every change of place draws the panel again. */
  onGo: () => void;
}) {
  const { bounceFolders, updatesItself } = useSession().facts.capabilities;
  return (
    <nav
      aria-label={appText.places}
      className="flex h-full w-52 shrink-0 flex-col border-r border-line bg-panel max-[760px]:w-full min-[1441px]:w-58"
    >
      <div className="flex h-13 shrink-0 items-center px-2">
        <AccountMenu />
      </div>
      <NavLinks projectId={projectId} onGo={onGo} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ProjectList onGo={onGo} />
        {bounceFolders && <FolderList projectId={projectId} />}
        {projectId && <MemberList projectId={projectId} onGo={onGo} />}
        <OtherContacts projectId={projectId} onGo={onGo} />
      </div>
      {updatesItself && <UpdateReady onGo={onGo} />}
    </nav>
  );
});

const panelNames = { activity: appText.activity, comments: appText.comments, room: appText.room };

/** The band's activity, comments and room. */
export const RightPanel = memo(function RightPanel({
  projectId,
  isOver = false,
}: {
  projectId: string;
  /** Unfolded over the work, in a narrow window. */
  isOver?: boolean;
}) {
  const { tab } = useBesideTab(isOver);
  return (
    <aside
      aria-label={panelNames[tab]}
      className="flex h-full w-74 shrink-0 flex-col border-l border-line bg-panel max-[1000px]:w-full min-[1441px]:w-84"
    >
      <Beside projectId={projectId} isOver={isOver} />
    </aside>
  );
});

/** A conversation beside the work, in place of the right panel. */
export function ChatSide({ userId, onClose }: { userId: string; onClose: () => void }) {
  const box = useChatFocus(userId);
  return (
    <aside
      ref={box}
      aria-label={appText.chat}
      className="h-full w-74 shrink-0 border-l border-line bg-panel min-[1441px]:w-84"
    >
      <ChatPanel key={userId} userId={userId} onClose={onClose} />
    </aside>
  );
}

/** A side panel over the work, in a window too narrow to show it beside. */
export function FoldedPanel({
  side,
  title,
  wide = false,
  onClose,
  children,
}: {
  side: 'left' | 'right';
  title: string;
  /** Fills a mini window. */
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const popup = useRef<HTMLDivElement>(null);
  const [cameFrom] = useState(() => document.activeElement);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 animate-appear bg-veil" />
        <Dialog.Popup
          initialFocus={() => popup.current?.querySelector('textarea') ?? true}
          // The control that opened it may be gone with a folded panel.
          finalFocus={() =>
            cameFrom?.isConnected || (document.querySelector<HTMLElement>('main header button') ?? true)
          }
          ref={popup}
          className={classNames(
            'fixed inset-y-0 z-30 w-80 animate-appear bg-panel shadow-lift focus-visible:outline-none',
            side === 'left' ? 'left-0' : 'right-0',
            wide ? 'max-[480px]:w-full' : 'max-w-[calc(100vw-48px)]',
          )}
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
