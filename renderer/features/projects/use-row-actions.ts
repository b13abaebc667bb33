import { findCut } from '../../../protocol/state/project-state.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { type DialogRequest, useFrame } from '../../platform/frame-context.tsx';
import { projectsText } from '../../text/projects.ts';
import { useSay } from '../../ui/messages.tsx';
import { useVersionCorrections } from '../corrections/port.tsx';
import type { Row } from './project-rows.ts';
import { isVersionAction, type RowAction, swapVibe } from './row-menu.ts';
import { useRowListening } from './use-row-listening.ts';

/** Runs the actions of a row. Most of them open a dialog first. */
export function useRowActions(project: ProjectSnapshot, pickFiles: (row: Row) => void) {
  const { ask } = useFrame();
  const run = useRunCommand();
  const say = useSay();
  const { openRow } = useRowListening();
  const corrections = useVersionCorrections(project);
  const change = async (title: string, changing: Promise<string | null>) => {
    const failure = await changing;
    if (failure !== null) say.failed(title, failure);
  };
  const reorder = (vibeId: string, by: -1 | 1) => {
    const vibeIds = swapVibe(
      project.vibes.map(({ id }) => id),
      vibeId,
      by,
    );
    void change(projectsText.reorderFailed, run('vibe.reorder', { projectId: project.id, vibeIds }));
  };
  return {
    move(cutId: string, targetVibeId: string) {
      void change(projectsText.moveFailed, run('cut.move', { id: cutId, targetVibeId }));
    },
    /** Asks first: a cut that is dropped on another one may have been meant to land elsewhere. */
    merge(cutId: string, intoId: string) {
      const cut = findCut(project, cutId);
      const into = findCut(project, intoId);
      if (cut && into && cut.files.length > 0) ask({ kind: 'merge-cut', cut, project, into });
    },
    run(action: RowAction, row: Row) {
      if (action === 'add-files') pickFiles(row);
      else if (action === 'rename-vibe') ask({ kind: 'rename-vibe', vibe: row.vibe });
      else if (action === 'picture') ask({ kind: 'picture', of: { kind: 'song', vibe: row.vibe } });
      else if (action === 'new-cut') ask({ kind: 'new-cut', vibe: row.vibe });
      else if (action === 'move-up') reorder(row.vibe.id, -1);
      else if (action === 'move-down') reorder(row.vibe.id, 1);
      else if (row.kind === 'vibe' || row.kind === 'empty') {
        if (action === 'rename') ask({ kind: 'rename-vibe', vibe: row.vibe });
        if (action === 'share') ask({ kind: 'share', of: { kind: 'group', vibe: row.vibe } });
        if (action === 'delete') ask(deletionOf(row.vibe));
      } else if (row.kind === 'cut') {
        if (action === 'open') openRow(row);
        if (action === 'rename') ask({ kind: 'rename-cut', cut: row.cut });
        if (action === 'move') ask({ kind: 'move-cut', cut: row.cut, project });
        if (action === 'merge') ask({ kind: 'merge-cut', cut: row.cut, project });
        if (action === 'delete')
          ask(row.isSong ? deletionOf(row.vibe) : { kind: 'delete-cut', cut: row.cut });
      } else if (row.kind === 'file') {
        if (action === 'share') ask({ kind: 'share', of: { kind: 'file', file: row.file } });
        if (action === 'delete') ask({ kind: 'delete-file', cut: row.cut, file: row.file });
        if (isVersionAction(action)) corrections.run(action, row.cut, row.file);
      }
    },
  };
}

function deletionOf(vibe: Row['vibe']): DialogRequest {
  return { kind: 'delete-vibe', vibe, cuts: vibe.cuts };
}
