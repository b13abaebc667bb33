import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import { dropText } from '../../text/drop.ts';
import { useSay } from '../../ui/messages.tsx';
import { isMadeHere } from '../pending/port.ts';
import { usePending } from '../pending/port.tsx';
import { useDropFiles } from './use-drop-files.ts';

/** Uploads dropped or chosen files to a place, if the place is on the server. */
export function useTakeFiles(): (files: readonly globalThis.File[], target: DropTarget) => void {
  const dropFiles = useDropFiles();
  const say = useSay();
  const { operations } = usePending();
  return (files, target) => {
    if (isMadeHere(operations, target)) say.failed(dropText.tooEarly, dropText.tooEarlyHint);
    else void dropFiles(files, target);
  };
}
