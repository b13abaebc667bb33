import { Download } from 'lucide-react';
import { useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { downloadText } from '../../text/download.ts';
import { failureSentence } from '../../text/failures.ts';
import { IconButton } from '../../ui/button.tsx';
import { useSay } from '../../ui/messages.tsx';

/** Saves a file as it was uploaded: the app in the downloads folder, a browser as any download. */
export function DownloadButton({ file }: { file: File }) {
  const bridge = useBridge();
  const say = useSay();
  const [isSaving, setSaving] = useState(false);
  const show = async () => {
    const shown = await bridge.invoke('downloads.show', { fileId: file.id });
    if (!shown.ok) say.failed(downloadText.notShown, failureSentence(shown));
  };
  const save = async () => {
    setSaving(true);
    const answer = await bridge.invoke('downloads.save', { fileId: file.id });
    setSaving(false);
    if (!answer.ok) return say.failed(downloadText.failed(file.name), failureSentence(answer));
    if (answer.data.kind !== 'saved') return;
    say.inform(downloadText.saved, {
      description: downloadText.savedAs(answer.data.name),
      action: { label: downloadText.show, onChoose: () => void show() },
    });
  };
  return (
    <IconButton
      label={downloadText.download(file.name)}
      icon={Download}
      aria-disabled={isSaving || undefined}
      className="aria-disabled:animate-breathe"
      onClick={() => !isSaving && void save()}
    />
  );
}
