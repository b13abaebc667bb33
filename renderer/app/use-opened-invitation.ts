import { useEffect } from 'react';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { goTo } from '../platform/route.ts';
import { type Store, useStore } from '../platform/store.ts';

/** Leads to an invitation that a link outside the app has opened, whether somebody is signed in or not. */
export function useOpenedInvitation(target: Store<OpenTarget | null>): void {
  const wanted = useStore(target);
  useEffect(() => {
    if (wanted?.kind !== 'invitation') return;
    const { token, serverUrl } = wanted;
    target.change(() => null);
    goTo({ name: 'join', token, serverUrl });
  }, [wanted, target]);
}
