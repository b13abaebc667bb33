import { useSyncExternalStore } from 'react';

/** Whether the window is the one that the person works in: what they can be taken to see. */
export function useWindowFocus(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('focus', listener);
      window.addEventListener('blur', listener);
      return () => {
        window.removeEventListener('focus', listener);
        window.removeEventListener('blur', listener);
      };
    },
    () => document.hasFocus(),
  );
}
