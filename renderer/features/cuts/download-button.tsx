import { Download } from 'lucide-react';
import { useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { downloadText } from '../../text/download.ts';
import { IconButton } from '../../ui/button.tsx';
import { useDownloads } from '../to-daw/port.tsx';

/** Saves a file as it was uploaded. */
export function DownloadButton({ file }: { file: File }) {
  const downloads = useDownloads();
  const [isSaving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    await downloads.save(file);
    setSaving(false);
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
