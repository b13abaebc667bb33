import { Layers, MoreHorizontal } from 'lucide-react';
import { versionName } from '../../../common/version-name.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import { stackOf } from '../../platform/cut-facts.ts';
import { may } from '../../platform/permissions.ts';
import { correctionsText } from '../../text/corrections.ts';
import { stemsText } from '../../text/stems.ts';
import { IconButton } from '../../ui/button.tsx';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { useShownProject } from '../pending/port.tsx';
import { attachStem } from './correction.ts';
import { useCorrect } from './use-correct.ts';
import { useVersionCorrections } from './version-entries.ts';

/** The menu of a stem: the other versions that it may belong to, and that it is none. Absent if there is no entry. */
export function StemMenu({ cut, stem, className }: { cut: Cut; stem: File; className?: string }) {
  const { project } = useShownProject(cut.projectId);
  const correct = useCorrect();
  const corrections = useVersionCorrections(project).entries(cut, stem);
  if (!project || !may(project.role, 'version.correct')) return null;
  const others = stackOf(cut).versions.filter(({ file }) => file.id !== stem.versionId);
  const attach = others.map(({ file, version }): MenuEntry => {
    const name = versionName(file, version);
    const onChoose = () => void correct(attachStem(stem, file, name));
    return { kind: 'item', label: stemsText.attach(name), icon: Layers, onChoose };
  });
  const line: MenuEntry[] = corrections.length > 0 && attach.length > 0 ? [{ kind: 'line' }] : [];
  const entries = [...corrections, ...line, ...attach];
  if (entries.length === 0) return null;
  return (
    <ActionMenu
      trigger={
        <IconButton
          label={correctionsText.optionsFor(stem.name)}
          icon={MoreHorizontal}
          {...(className !== undefined && { className })}
        />
      }
      entries={entries}
    />
  );
}
