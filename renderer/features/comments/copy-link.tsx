import { Check, LinkIcon } from 'lucide-react';
import { useState } from 'react';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { addressOf } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { commentsText } from '../../text/comments.ts';
import { commonText } from '../../text/common.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useSay } from '../../ui/messages.tsx';

/** Copies a link that opens this comment in any browser. */
export function CopyLink({
  projectId,
  comment,
  className,
}: {
  projectId: string;
  comment: Comment;
  className?: string;
}) {
  const bridge = useBridge();
  const say = useSay();
  const { serverUrl } = useSession();
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    const { id: commentId, cutId } = comment;
    const text = addressOf(serverUrl, { name: 'project', projectId, cutId, commentId });
    const answer = await bridge.invoke('app.copyText', { text });
    setIsCopied(answer.ok);
    if (!answer.ok) say.failed(commentsText.copyFailed, `${answer.message} ${text}`);
  };
  return (
    <Button
      tone="quiet"
      icon={isCopied ? Check : LinkIcon}
      aria-label={(isCopied ? commentsText.copiedLinkTo : commentsText.copyLinkTo)(comment.user.name)}
      className={classNames('h-6 text-meta', className)}
      onClick={() => void copy()}
    >
      {isCopied ? commonText.copied : commonText.copyLink}
    </Button>
  );
}
