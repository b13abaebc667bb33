import { ArrowLeft } from 'lucide-react';
import { isUnread, unreadSentence } from '../../bridge/unread.ts';
import { formatRoute } from '../../platform/route.ts';
import { commonText } from '../../text/common.ts';
import { cutsText } from '../../text/cuts.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';
import { RefusedHere } from '../pending/port.tsx';

export function UnreadableCut({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Empty
      title={isUnread(error) ? cutsText.notRead : cutsText.unreadable}
      action={<Button onClick={onRetry}>{commonText.tryAgain}</Button>}
    >
      {unreadSentence(error)}
    </Empty>
  );
}

/** In place of a cut that is gone, or that may exist on a server that can't be reached. */
export function MissingCut({
  projectId,
  cutId,
  reason,
}: {
  projectId: string;
  cutId: string;
  reason: 'unreached' | 'gone';
}) {
  const isGone = reason === 'gone';
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Empty title={isGone ? cutsText.gone : cutsText.notRead} action={<BackLink projectId={projectId} />}>
        {isGone ? cutsText.goneHint : cutsText.unreached}
      </Empty>
      <RefusedHere about={{ kind: 'gone-cut', projectId, cutId }} />
    </div>
  );
}

export function BackLink({ projectId }: { projectId: string }) {
  return (
    <a
      href={formatRoute({ name: 'project', projectId, cutId: null })}
      className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-dim hover:bg-hover hover:text-text"
    >
      <ArrowLeft size={14} aria-hidden />
      {cutsText.back}
    </a>
  );
}
