import { HardDrive, Info } from 'lucide-react';
import type { Notice } from '../../../protocol/ipc/notice.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatClock } from '../../text/format.ts';
import { noticesText } from '../../text/notices.ts';
import { Button } from '../../ui/button.tsx';
import { useSay } from '../../ui/messages.tsx';
import { useNotices } from './notice-queries.ts';

/** News about this computer. Notices stay above the work until dismissed and never take the focus. */
export function NoticeList() {
  const notices = useNotices().data ?? [];
  if (notices.length === 0) return null;
  return (
    <section
      aria-label={noticesText.label}
      className="max-h-1/3 shrink-0 overflow-y-auto border-b border-line"
    >
      <ul>
        {notices.map((notice) => (
          <Item key={notice.id} notice={notice} />
        ))}
      </ul>
    </section>
  );
}

function Item({ notice }: { notice: Notice }) {
  const bridge = useBridge();
  const say = useSay();
  const now = useNow();
  const dismiss = async () => {
    const answer = await bridge.invoke('notices.dismiss', { id: notice.id });
    if (!answer.ok) say.failed(noticesText.dismissFailed, failureSentence(answer));
  };
  const Icon = notice.kind === 'disk-full' ? HardDrive : Info;
  return (
    <li className="flex items-start gap-2.5 px-4 py-2 not-first:border-t not-first:border-line">
      <Icon size={15} aria-hidden className="mt-0.5 shrink-0 text-hot" />
      <p className="min-w-0 flex-1 break-words" data-selectable>
        {notice.message}{' '}
        <time
          dateTime={new Date(notice.createdAt).toISOString()}
          className="text-meta whitespace-nowrap text-faint tabular-nums"
        >
          {formatClock(notice.createdAt, now)}
        </time>
      </p>
      <Button tone="quiet" aria-label={noticesText.dismissOne(notice.message)} onClick={() => void dismiss()}>
        {noticesText.dismiss}
      </Button>
    </li>
  );
}
