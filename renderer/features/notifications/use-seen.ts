import { useEffect } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useWindowFocus } from '../../platform/window-focus.ts';

const seenMilliseconds = 60_000;

/** Notes that the user looks at the window, so that a later absence has a beginning. */
export function useSeen(): void {
  const bridge = useBridge();
  const isInFront = useWindowFocus();
  useEffect(() => {
    if (!isInFront) return;
    const note = () => void bridge.invoke('settings.seen', null);
    note();
    const timer = setInterval(note, seenMilliseconds);
    return () => clearInterval(timer);
  }, [bridge, isInFront]);
}
