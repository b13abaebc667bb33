import { useEffect } from 'react';
import { useFrame } from '../../platform/frame-context.tsx';
import type { Solo } from './use-solo.ts';

/** The keys of the loop on a song's page: on or off, half or double as long, and moved by its length. */
export function useLoopKeys(solo: Solo, duration: number, tempo: number | undefined): void {
  const { keyScope } = useFrame();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keyScope.isForWindow(event)) return;
      const act = actionOf(event, solo, duration, tempo);
      if (!act) return;
      event.preventDefault();
      act();
    };
    // Before the playhead takes the arrows, which Shift makes those of the loop.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  });
}

function actionOf(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  solo: Solo,
  duration: number,
  tempo: number | undefined,
): (() => void) | null {
  if (duration <= 0) return null;
  if (key === 'o' && !shiftKey) return () => solo.toggleLoop(duration, tempo);
  if (!shiftKey || !solo.loop) return null;
  switch (key) {
    case 'ArrowUp':
      return () => solo.resizeLoop(2, duration);
    case 'ArrowDown':
      return () => solo.resizeLoop(0.5, duration);
    case 'ArrowLeft':
      return () => solo.moveLoop(-1, duration);
    case 'ArrowRight':
      return () => solo.moveLoop(1, duration);
    default:
      return null;
  }
}
