import { useSyncExternalStore } from 'react';

/** Whether the window has the focus, so that the user probably sees what is on screen. */
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
