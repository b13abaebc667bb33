import { CloudOff } from 'lucide-react';
import { isUnread, unreadSentence } from '../bridge/unread.ts';
import { ErrorLine } from '../ui/notice.tsx';

/** Why something can't be shown. Being offline without a cached copy is not an error. */
export function ReadProblem({ error }: { error: Error }) {
  if (!isUnread(error)) return <ErrorLine>{error.message}</ErrorLine>;
  return (
    <p role="status" className="flex items-start gap-2 break-words text-dim">
      <CloudOff size={14} aria-hidden className="mt-[3px] shrink-0 text-hot" />
      <span className="min-w-0">{unreadSentence(error)}</span>
    </p>
  );
}
