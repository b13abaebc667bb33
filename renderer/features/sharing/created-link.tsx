import { Check, Copy } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { CreatedShare } from '../../../protocol/wire/share.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { commonText } from '../../text/common.ts';
import { formatDay } from '../../text/format.ts';
import { sharingText } from '../../text/sharing.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';

/** A link that was just created. The server never shows it again. */
export function CreatedLink({ share, wasCopied }: { share: CreatedShare; wasCopied: boolean }) {
  const bridge = useBridge();
  const [isCopied, setIsCopied] = useState(wasCopied);
  const field = useRef<HTMLInputElement>(null);
  const until = formatDay(Date.parse(share.expiresAt), useNow());
  // The form that had the focus is gone: in the same commit, before the dialog takes the focus for itself.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="sr-only">
        {isCopied ? sharingText.copied : sharingText.created}
      </p>
      <TextField
        ref={field}
        label={isCopied ? sharingText.copied : sharingText.link}
        hint={sharingText.linkHint(until)}
        value={share.shareUrl}
        readOnly
        // Selecting backwards keeps the start of the link, with the server's name, in view.
        onFocus={({ target }) => {
          target.setSelectionRange(0, target.value.length, 'backward');
          target.scrollLeft = 0;
        }}
      />
      <Button
        className="self-end"
        icon={isCopied ? Check : Copy}
        onClick={async () => {
          const answer = await bridge.invoke('app.copyText', { text: share.shareUrl });
          setIsCopied(answer.ok);
        }}
      >
        {isCopied ? sharingText.copyAgain : commonText.copyLink}
      </Button>
    </div>
  );
}
