import { Check } from 'lucide-react';
import { shortVersionNames, versionName } from '../../../common/version-name.ts';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { projectsText } from '../../text/projects.ts';
import { classNames } from '../../ui/class-names.ts';

/**
 * The last versions of a song, the newest at the right, as many as fit: the others wrap out of sight. Each opens the song at
 * that version.
 */
export function VersionPills({
  cut,
  most,
  focusable,
  onOpen,
}: {
  cut: Cut;
  most: number;
  focusable: boolean;
  onOpen: (fileId: string) => void;
}) {
  const versions = versionsOf(cut);
  const names = shortVersionNames(versions);
  const earlier = Math.max(0, versions.length - most);
  return (
    <span className="flex h-5.5 min-w-0 flex-row-reverse flex-wrap gap-1 overflow-hidden pointer-coarse:h-11">
      {versions
        .slice(earlier)
        .toReversed()
        .map((file, index) => {
          const number = versions.length - index;
          const name = names[number - 1] ?? '';
          const [label, note] = name.split(' · ');
          const isNewest = number === versions.length;
          const isApproved = (file.approvals?.length ?? 0) > 0;
          return (
            <button
              key={file.id}
              type="button"
              tabIndex={focusable ? 0 : -1}
              title={versionName(file, number)}
              aria-label={
                projectsText.row.openVersion(name, cut.name) + (isApproved ? projectsText.row.approved : '')
              }
              onClick={() => onOpen(file.id)}
              className={classNames(
                // A note without room is in the second line, which isn't shown. The newest version's is below the song's name.
                'flex h-5.5 max-w-20 min-w-7.5 flex-wrap content-start justify-center overflow-hidden rounded-md px-1.5 text-meta leading-5.5 font-medium pointer-coarse:leading-11 tabular-nums focus-visible:-outline-offset-2',
                isNewest ? 'bg-chosen text-text' : 'text-dim hover:bg-hover hover:text-text',
              )}
            >
              <span className="max-w-full truncate">
                {label}
                {isApproved && <Check size={11} aria-hidden className="ml-1 inline text-good" />}
              </span>
              {note && <span className="whitespace-pre"> · {note}</span>}
            </button>
          );
        })}
    </span>
  );
}
