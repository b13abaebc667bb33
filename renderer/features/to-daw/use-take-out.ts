import { Download, FolderOpen, Link2, ListStart } from 'lucide-react';
import { songAndVersion, versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { addressOf } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { commonText } from '../../text/common.ts';
import { toDawText } from '../../text/to-daw.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { useSay } from '../../ui/messages.tsx';
import { useDownloads } from './use-downloads.ts';

/** The entries of a menu that take a version, a file or a song's markers out of here. */
export function useTakeOut() {
  const { ask } = useFrame();
  const { showsInFolder } = useSession().facts.capabilities;
  const downloads = useDownloads();
  const copyLink = useCopyLink();
  const markers = (cut: Cut, fileId: string): MenuEntry => ({
    kind: 'item',
    label: toDawText.export.menu,
    icon: ListStart,
    onChoose: () => ask({ kind: 'export-markers', cut, fileId }),
  });
  return {
    ofFile(cut: Cut, file: File): MenuEntry[] {
      const isVersion = versionsOf(cut).some(({ id }) => id === file.id);
      const entries: (MenuEntry | false)[] = [
        {
          kind: 'item',
          label: toDawText.download,
          icon: Download,
          onChoose: () => void downloads.save(file),
        },
        showsInFolder && {
          kind: 'item',
          label: toDawText.showInFolder,
          icon: FolderOpen,
          onChoose: () => void downloads.showInFolder(file),
        },
        isVersion && {
          kind: 'item',
          label: commonText.copyLink,
          icon: Link2,
          onChoose: () => void copyLink(cut, file),
        },
        isVersion && markers(cut, file.id),
      ];
      return entries.filter((entry) => entry !== false);
    },
    /** For the latest version. */
    ofSong(cut: Cut): MenuEntry[] {
      const latest = versionsOf(cut).at(-1);
      return latest ? [markers(cut, latest.id)] : [];
    },
  };
}

/** Copies a link that opens a version for the project's members. */
function useCopyLink() {
  const bridge = useBridge();
  const say = useSay();
  const { serverUrl } = useSession();
  return async (cut: Cut, file: File) => {
    const { id: cutId, projectId } = cut;
    const text = addressOf(serverUrl, { name: 'project', projectId, cutId, fileId: file.id });
    const answer = await bridge.invoke('app.copyText', { text });
    if (!answer.ok) return say.failed(toDawText.copyFailed, `${answer.message} ${text}`);
    say.inform(toDawText.linkCopied, {
      description: toDawText.linkCopiedHint(songAndVersion(cut, file.id)),
      action: { label: commonText.done, onChoose: () => {} },
    });
  };
}
