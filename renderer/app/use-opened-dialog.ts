import { useEffect } from 'react';
import { useJoin } from '../features/invitation/port.ts';
import { useFrame } from '../platform/frame-context.tsx';
import { goTo, useRoute } from '../platform/route.ts';
import type { Store } from '../platform/store.ts';

/**
 * Opens the dialog of an address: an invitation, or the settings. The address changes, so that going back doesn't ask again.
 * `agreed`: the token of the invitation that the user has chosen to accept by signing in, so nothing is asked.
 */
export function useOpenedDialog(agreed: Store<string | null>): void {
  const { ask } = useFrame();
  const route = useRoute();
  const join = useJoin();
  useEffect(() => {
    const leave = () => goTo({ name: 'home' }, { replace: true });
    if (route.name === 'settings') {
      ask({ kind: 'settings', ...(route.page && { page: route.page }) });
      leave();
    }
    if (route.name !== 'join') return;
    const { token, serverUrl = null } = route;
    const invitation = { token, serverUrl };
    if (agreed.get() !== token) {
      ask({ kind: 'join-project', invitation });
      leave();
      return;
    }
    agreed.change(() => null);
    void join(token).then((failure) => {
      if (failure === null) return;
      ask({ kind: 'join-project', invitation, failure });
      leave();
    });
  }, [route, ask, join, agreed]);
}
