import { useEffect } from 'react';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { AnnouncementBanner } from '../features/announcement/announcement-banner.tsx';
import { MiniWindow } from '../features/mini/mini-window.tsx';
import { NoticeList } from '../features/notices/notice-list.tsx';
import { PartyStrip } from '../features/party/party-strip.tsx';
import { useFrame } from '../platform/frame-context.tsx';
import { type Store, useStore } from '../platform/store.ts';
import { useChangeForm } from '../platform/window-form.ts';
import { miniText } from '../text/mini.ts';
import { keyAction } from './keys.ts';
import { Lamps } from './status-bar.tsx';
import { useListeningKeys } from './use-listening-keys.ts';
import { WorkPanel } from './work-panel.tsx';

/** The mini window, with the keys and lamps of the large one. */
export function MiniLayout({ target }: { target: Store<OpenTarget | null> }) {
  const { panel, ask, keyScope } = useFrame();
  const changeForm = useChangeForm();
  useListeningKeys({ isMini: true });
  const wanted = useStore(target);
  useEffect(() => {
    if (wanted) changeForm({ isMini: false });
  }, [wanted, changeForm]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = keyAction(event);
      if (action !== 'mini' && action !== 'keys' && action !== 'find') return;
      if (!keyScope.isForWindow(event, { alsoWhileTyping: action === 'find' })) return;
      if (action === 'mini') changeForm({ isMini: false });
      else ask({ kind: action });
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [ask, keyScope, changeForm]);
  return (
    <div className="flex h-full flex-col">
      <main aria-label={miniText.label} className="relative flex min-h-0 flex-1 flex-col">
        <AnnouncementBanner />
        <NoticeList />
        <PartyStrip />
        <MiniWindow />
        {panel && <WorkPanel panel={panel} />}
      </main>
      <footer className="flex h-10 shrink-0 items-stretch border-t border-line bg-panel min-[761px]:h-14">
        <Lamps />
      </footer>
    </div>
  );
}
