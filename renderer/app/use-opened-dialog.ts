import { useEffect } from 'react';
import { useFrame } from '../platform/frame-context.tsx';
import { goTo, useRoute } from '../platform/route.ts';

/** Opens the dialog of an address: an invitation, or the settings. The address changes, so that going back doesn't ask again. */
export function useOpenedDialog(): void {
  const { ask } = useFrame();
  const route = useRoute();
  useEffect(() => {
    if (route.name === 'invite') ask({ kind: 'join-project', link: route.token });
    else if (route.name === 'settings') ask({ kind: 'settings', ...(route.page && { page: route.page }) });
    else return;
    goTo({ name: 'home' }, { replace: true });
  }, [route, ask]);
}
