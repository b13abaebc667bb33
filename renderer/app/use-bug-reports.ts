import { useEffect } from 'react';
import { appText } from '../text/app.ts';
import { useSay } from '../ui/messages.tsx';

/** Shows unhandled rejections. Each is a bug, but a click must not fail silently. */
export function useBugReports(): void {
  const say = useSay();
  useEffect(() => {
    const onRejection = ({ reason }: PromiseRejectionEvent) =>
      say.failed(appText.unexpected, reason instanceof Error ? reason.message : String(reason));
    window.addEventListener('unhandledrejection', onRejection);
    return () => window.removeEventListener('unhandledrejection', onRejection);
  }, [say]);
}
