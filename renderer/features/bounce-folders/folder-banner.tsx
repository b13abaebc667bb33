import { isInTrouble } from '../../../protocol/ipc/lamp.ts';
import { useBindings } from '../../platform/queries.ts';
import { useNow } from '../../platform/use-now.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';
import { baseName } from '../../text/format.ts';
import { folderStatus } from './folder-text.ts';

/** Reports folders that aren't watched in windows too narrow for the folder list. */
export function FolderBanner() {
  const troubled = useBindings().data?.filter(isInTrouble) ?? [];
  const now = useNow();
  if (troubled.length === 0) return null;
  return (
    <section aria-label={bounceFoldersText.trouble} className="border-b border-line bg-over-wash px-4 py-2">
      {troubled.map((binding) => (
        <p key={binding.id} className="break-words">
          <span className="font-medium">{bounceFoldersText.problem(baseName(binding.folder))}</span>{' '}
          {folderStatus(binding, now).sentence}
        </p>
      ))}
    </section>
  );
}
