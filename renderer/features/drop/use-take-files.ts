import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import { useSay } from '../../ui/messages.tsx';
import { isMadeHere } from '../pending/port.ts';
import { usePending } from '../pending/port.tsx';
import { useDropFiles } from './use-drop-files.ts';

/** Takes dropped or chosen files to a place, if the server knows it. */
export function useTakeFiles(): (files: readonly globalThis.File[], target: DropTarget) => void {
  const dropFiles = useDropFiles();
  const say = useSay();
  const { operations } = usePending();
  return (files, target) => {
    if (isMadeHere(operations, target))
      say.failed(
        'Not yet',
        'The server doesn’t know the place yet. Drop the files again when it has been sent.',
      );
    else void dropFiles(files, target);
  };
}
