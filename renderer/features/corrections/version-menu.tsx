import { MoreHorizontal } from 'lucide-react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { correctionsText } from '../../text/corrections.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { useShownProject } from '../pending/port.tsx';
import { useVersionCorrections, versionActions } from './version-entries.ts';

/** The menu of a version or stem: every correction of it, and the caller's own entries below. Absent if there is none. */
export function VersionMenu({
  cut,
  file,
  more = [],
  className,
}: {
  cut: Cut;
  file: File;
  more?: MenuEntry[];
  className?: string;
}) {
  const { project } = useShownProject(cut.projectId);
  const corrections = useVersionCorrections(project).entries(cut, file);
  const line: MenuEntry[] = corrections.length > 0 && more.length > 0 ? [{ kind: 'line' }] : [];
  const entries = [...corrections, ...line, ...more];
  if (entries.length === 0) return null;
  return (
    <ActionMenu
      trigger={
        <IconButton
          label={correctionsText.optionsFor(file.name)}
          icon={MoreHorizontal}
          {...(className !== undefined && { className })}
        />
      }
      entries={entries}
    />
  );
}

/** Beside what the app did with a bounce: opens the question where it belongs. */
export function NotThis({
  project,
  cut,
  file,
  className,
}: {
  project: ProjectSnapshot;
  cut: Cut;
  file: File;
  className?: string;
}) {
  const { ask } = useFrame();
  if (versionActions(cut, file, project.role).length === 0) return null;
  return (
    <button
      type="button"
      aria-label={correctionsText.notThisAbout(file.name)}
      onClick={() => ask({ kind: 'move-version', cut, file, project })}
      className={classNames(
        'rounded-sm text-dim underline decoration-line-strong underline-offset-2 hover:text-text hover:decoration-accent',
        className,
      )}
    >
      {correctionsText.notThis}
    </button>
  );
}
