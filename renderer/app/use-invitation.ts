import { useEffect } from 'react';
import { useFrame } from '../platform/frame-context.tsx';
import { goTo, useRoute } from '../platform/route.ts';

/** Asks whether to accept an opened invitation. The address changes, so that going back doesn't ask again. */
export function useInvitation(): void {
  const { ask } = useFrame();
  const route = useRoute();
  const token = route.name === 'invite' ? route.token : null;
  useEffect(() => {
    if (token === null) return;
    ask({ kind: 'join-project', link: token });
    goTo({ name: 'home' }, { replace: true });
  }, [token, ask]);
}
