import {
  ArchiveRestore,
  Bell,
  BellOff,
  ChevronsUpDown,
  ImageIcon,
  Keyboard,
  LogOut,
  ServerCog,
  Settings2,
} from 'lucide-react';
import { useFrame } from '../../platform/frame-context.tsx';
import { goTo } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { accountText } from '../../text/account.ts';
import { adminText } from '../../text/admin.ts';
import { picturesText } from '../../text/pictures.ts';
import { Face } from '../../ui/face.tsx';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { useIsServerAdmin } from '../admin/port.ts';
import { useChangeSettings, useSettings } from '../notifications/port.tsx';

const text = accountText.menu;

/** Shows who is signed in and on which server; leads to settings and sign-out. */
export function AccountMenu() {
  const { ask } = useFrame();
  const isServerAdmin = useIsServerAdmin();
  const { account, serverUrl, keptSafely, facts } = useSession();
  const isQuiet = useSettings().data?.isQuiet ?? false;
  const change = useChangeSettings();
  const unsafe: MenuEntry[] = keptSafely ? [] : [{ kind: 'note', text: text.notKeptSafely }];
  return (
    <ActionMenu
      trigger={
        <button
          type="button"
          className="flex h-10 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-hover data-popup-open:bg-chosen"
        >
          <Face userId={account.id} name={account.name} size={28} />
          <span className="min-w-0 flex-1">
            <span className="block truncate leading-4 font-medium">
              <span className="sr-only">{text.account} </span>
              {account.name}
            </span>
            <span className="block truncate text-meta leading-4 text-faint">{new URL(serverUrl).host}</span>
          </span>
          <ChevronsUpDown size={14} aria-hidden className="shrink-0 text-faint" />
        </button>
      }
      entries={[
        { kind: 'note', text: text.signedInAs(account.email, serverUrl) },
        ...unsafe,
        { kind: 'line' },
        {
          kind: 'item',
          label: picturesText.ownMenu,
          icon: ImageIcon,
          onChoose: () => ask({ kind: 'picture', of: { kind: 'me' } }),
        },
        {
          kind: 'item',
          label: isQuiet ? text.endQuiet : text.startQuiet,
          icon: isQuiet ? Bell : BellOff,
          onChoose: () => void change({ isQuiet: !isQuiet }),
        },
        {
          kind: 'item',
          label: text.deleted,
          icon: ArchiveRestore,
          onChoose: () => ask({ kind: 'deleted' }),
        },
        {
          kind: 'item',
          label: text.settings,
          icon: Settings2,
          keys: facts.platform === 'darwin' ? '⌘,' : 'Ctrl ,',
          onChoose: () => ask({ kind: 'settings' }),
        },
        ...(isServerAdmin
          ? [
              {
                kind: 'item',
                label: adminText.menu,
                icon: ServerCog,
                onChoose: () => goTo({ name: 'admin' }),
              } as const,
            ]
          : []),
        {
          kind: 'item',
          label: text.shortcuts,
          icon: Keyboard,
          keys: '?',
          onChoose: () => ask({ kind: 'keys' }),
        },
        { kind: 'item', label: text.signOut, icon: LogOut, onChoose: () => ask({ kind: 'sign-out' }) },
        { kind: 'line' },
        { kind: 'note', text: text.version(facts.version) },
      ]}
    />
  );
}
