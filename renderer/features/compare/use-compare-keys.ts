import { useEffect, useRef } from 'react';
import { useFrame } from '../../platform/frame-context.tsx';
import { type CompareKey, compareKey } from './compare-keys.ts';

/** The keys of the comparison. They come before those of the window, which has other meanings for some of them. */
export function useCompareKeys(isBlind: boolean, act: (action: CompareKey) => void): void {
  const { keyScope } = useFrame();
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = compareKey(event, isBlind);
      if (!action || !keyScope.isForWindow(event)) return;
      event.preventDefault();
      latest.current(action);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [isBlind, keyScope]);
}
