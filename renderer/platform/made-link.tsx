import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';
import { commonText } from '../text/common.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';

/** A link to pass on. `wasCopied`: it is in the clipboard already. */
export function MadeLink({
  title,
  copiedTitle = title,
  description,
  label,
  url,
  wasCopied = false,
  onClose,
}: {
  title: string;
  copiedTitle?: string;
  description: string;
  label: string;
  url: string;
  wasCopied?: boolean;
  onClose: () => void;
}) {
  const bridge = useBridge();
  const [copied, setCopied] = useState(wasCopied);
  return (
    <Modal title={copied ? copiedTitle : title} description={description} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <TextField
          label={label}
          value={url}
          readOnly
          onFocus={({ target }) => {
            target.select();
            // The start of the link, with the server’s name, stays in view.
            target.scrollLeft = 0;
          }}
        />
        <div className="flex justify-end gap-2">
          <Button
            icon={copied ? Check : Copy}
            onClick={async () => setCopied((await bridge.invoke('app.copyText', { text: url })).ok)}
          >
            {copied ? commonText.copied : commonText.copyLink}
          </Button>
          <Button tone="primary" onClick={onClose}>
            {commonText.done}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
