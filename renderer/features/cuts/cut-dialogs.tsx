import { useState } from 'react';
import { newId } from '../../../common/new-id.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Vibe } from '../../../protocol/wire/vibe.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { plural } from '../../text/format.ts';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { ChoiceField } from '../../ui/field.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';

type Close = { onClose: () => void };

export function NewVibe({ projectId, onClose }: { projectId: string } & Close) {
  const run = useRunCommand();
  return (
    <NameDialog
      title="New vibe"
      description="A song idea. Its takes and mixes become cuts in it."
      submit="Create vibe"
      onClose={onClose}
      action={(name) => run('vibe.create', { id: newId(), projectId, name })}
    />
  );
}

export function RenameVibe({ vibe, onClose }: { vibe: Vibe } & Close) {
  const run = useRunCommand();
  return (
    <NameDialog
      title="Rename vibe"
      initial={vibe.name}
      submit="Rename"
      onClose={onClose}
      action={(name) => run('vibe.update', { id: vibe.id, name })}
    />
  );
}

export function DeleteVibe({ vibe, cuts, onClose }: { vibe: Vibe; cuts: number } & Close) {
  const run = useRunCommand();
  const what =
    cuts === 0
      ? 'It is empty.'
      : `${plural(cuts, 'cut')} and all files in it will be gone for the whole band.`;
  return (
    <Confirm
      title={`Delete the vibe ${vibe.name}?`}
      description={`${what} This can’t be undone. Bounces on your disk are not touched.`}
      submit="Delete vibe"
      onClose={onClose}
      action={() => run('vibe.delete', { id: vibe.id })}
    />
  );
}

export function NewCut({ vibe, onClose }: { vibe: Vibe } & Close) {
  const run = useRunCommand();
  return (
    <NameDialog
      title={`New cut in ${vibe.name}`}
      description="An empty one, to drop files on later. Bounces make their own."
      submit="Create cut"
      onClose={onClose}
      action={(name) => run('cut.create', { id: newId(), vibeId: vibe.id, name })}
    />
  );
}

export function RenameCut({ cut, onClose }: { cut: Cut } & Close) {
  const run = useRunCommand();
  return (
    <NameDialog
      title="Rename cut"
      initial={cut.name}
      submit="Rename"
      onClose={onClose}
      action={(name) => run('cut.update', { id: cut.id, name })}
    />
  );
}

export function DeleteCut({ cut, onClose }: { cut: Cut } & Close) {
  const run = useRunCommand();
  const what =
    cut.files.length === 0
      ? 'It has no files.'
      : `${plural(cut.files.length, 'file')} in it will be gone for the whole band.`;
  return (
    <Confirm
      title={`Delete the cut ${cut.name}?`}
      description={`${what} This can’t be undone. Bounces on your disk are not touched.`}
      submit="Delete cut"
      onClose={onClose}
      action={() => run('cut.delete', { id: cut.id })}
    />
  );
}

export function DeleteFile({ cut, file, onClose }: { cut: Cut; file: File } & Close) {
  const run = useRunCommand();
  return (
    <Confirm
      title={`Delete ${file.name}?`}
      description={`It goes away from ${cut.name} for the whole band. This can’t be undone. The file on your disk is not touched.`}
      submit="Delete file"
      onClose={onClose}
      action={() => run('file.delete', { id: file.id })}
    />
  );
}

/** The keyboard's twin of dragging a cut onto another vibe. */
export function MoveCut({ cut, project, onClose }: { cut: Cut; project: ProjectSnapshot } & Close) {
  const run = useRunCommand();
  const others = project.vibes.filter((vibe) => vibe.id !== cut.vibeId);
  const [vibeId, setVibeId] = useState(others[0]?.id ?? '');
  return (
    <Modal title={`Move ${cut.name} to…`} onClose={onClose}>
      <DialogForm
        submit="Move"
        onClose={onClose}
        action={async () =>
          vibeId === ''
            ? 'There is no other vibe yet.'
            : run('cut.move', { id: cut.id, targetVibeId: vibeId })
        }
      >
        <div className="-mx-2 min-h-0 overflow-y-auto px-2">
          {others.length === 0 ? (
            <p className="text-dim">There is no other vibe yet. Make one first.</p>
          ) : (
            <ChoiceField
              label="Vibe"
              value={vibeId}
              onValue={setVibeId}
              options={others.map((vibe) => ({
                value: vibe.id,
                text: vibe.name,
                hint: plural(vibe.cuts.length, 'cut'),
              }))}
            />
          )}
        </div>
      </DialogForm>
    </Modal>
  );
}
