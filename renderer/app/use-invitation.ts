import { useEffect } from 'react';
import { useFrame } from '../platform/frame-context.tsx';
import { goTo, useRoute } from '../platform/route.ts';

/** Asks whether to accept the invitation whose link was opened. It leaves the address, so that going back asks no more. */
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
