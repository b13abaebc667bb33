import type { File } from '../../../protocol/wire/file.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { downloadText } from '../../text/download.ts';
import { failureSentence } from '../../text/failures.ts';
import { useSay } from '../../ui/messages.tsx';

type Named = Pick<File, 'id' | 'name'>;

/** Saves a file as it was uploaded, and shows it: the app in the downloads folder, a browser as any download. */
export function useDownloads() {
  const bridge = useBridge();
  const say = useSay();
  const show = async ({ id }: Named): Promise<void> => {
    const shown = await bridge.invoke('downloads.show', { fileId: id });
    if (!shown.ok) say.failed(downloadText.notShown, failureSentence(shown));
  };
  /** Whether it was saved where it can be shown. */
  const put = async (file: Named): Promise<string | null> => {
    const answer = await bridge.invoke('downloads.save', { fileId: file.id });
    if (!answer.ok) say.failed(downloadText.failed(file.name), failureSentence(answer));
    return answer.ok && answer.data.kind === 'saved' ? answer.data.name : null;
  };
  return {
    async save(file: Named): Promise<void> {
      const name = await put(file);
      if (name === null) return;
      say.inform(downloadText.saved, {
        description: downloadText.savedAs(name),
        action: { label: downloadText.show, onChoose: () => void show(file) },
      });
    },
    /** The saved file, or the bounce that it came from; else it is saved first. */
    async showInFolder(file: Named): Promise<void> {
      const shown = await bridge.invoke('downloads.show', { fileId: file.id });
      if (shown.ok) return;
      if (shown.kind !== 'not-found') return say.failed(downloadText.notShown, failureSentence(shown));
      if ((await put(file)) !== null) await show(file);
    },
  };
}
