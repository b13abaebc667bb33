import { useBindings } from '../../platform/queries.ts';
import { useNow } from '../../platform/use-now.ts';
import { baseName } from '../../text/format.ts';
import { folderStatus, isInTrouble } from './folder-words.ts';

/** Says above the work that folders aren't watched, where the window is too narrow to show their list. */
export function FolderBanner() {
  const troubled = useBindings().data?.filter(isInTrouble) ?? [];
  const now = useNow();
  if (troubled.length === 0) return null;
  return (
    <section aria-label="Folder trouble" className="border-b border-line bg-over-wash px-4 py-2">
      {troubled.map((binding) => (
        <p key={binding.id} className="break-words">
          <span className="font-medium">{baseName(binding.folder)}:</span>{' '}
          {folderStatus(binding, now).sentence}
        </p>
      ))}
    </section>
  );
}
