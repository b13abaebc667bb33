import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CreatedShare } from '../../../protocol/wire/share.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { formatDay } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';

/** A link that was just made: the server never tells it again. */
export function MadeLink({ share, wasCopied }: { share: CreatedShare; wasCopied: boolean }) {
  const bridge = useBridge();
  const [isCopied, setIsCopied] = useState(wasCopied);
  const field = useRef<HTMLInputElement>(null);
  const until = formatDay(Date.parse(share.expiresAt), useNow());
  // The field that made it is gone, and the focus with it: the dialog takes it first, then this.
  useEffect(() => {
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="sr-only">
        {isCopied ? 'Link copied' : 'The link is made'}
      </p>
      <TextField
        ref={field}
        label={isCopied ? 'Link, copied' : 'Link'}
        hint={`It works until ${until}, and is shown only this once.`}
        value={share.shareUrl}
        readOnly
        // From its end to its beginning, so that the beginning, which says whose server it is, is what is seen.
        onFocus={({ target }) => target.setSelectionRange(0, target.value.length, 'backward')}
      />
      <Button
        className="self-end"
        icon={isCopied ? Check : Copy}
        onClick={async () => {
          const answer = await bridge.invoke('app.copyText', { text: share.shareUrl });
          setIsCopied(answer.ok);
        }}
      >
        {isCopied ? 'Copy again' : 'Copy link'}
      </Button>
    </div>
  );
}
