import { useEffect } from 'react';
import { useSay } from '../ui/messages.tsx';

/** A promise that fails with nobody waiting for it is a bug, and is said: a click must not end in silence. */
export function useBugReports(): void {
  const say = useSay();
  useEffect(() => {
    const onRejection = ({ reason }: PromiseRejectionEvent) =>
      say.failed('That didn’t work', reason instanceof Error ? reason.message : String(reason));
    window.addEventListener('unhandledrejection', onRejection);
    return () => window.removeEventListener('unhandledrejection', onRejection);
  }, [say]);
}
