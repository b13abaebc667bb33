import { useState } from 'react';
import { newId } from '../../../common/new-id.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { Vibe } from '../../../protocol/wire/vibe.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { cutsText } from '../../text/cuts.ts';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { ChoiceField } from '../../ui/field.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { deleteCut, deleteFile, deleteVibe, useUndoable } from '../corrections/port.tsx';

type Close = { onClose: () => void };

export function NewVibe({ projectId, onClose }: { projectId: string } & Close) {
  const run = useRunCommand();
  return (
    <NameDialog
      {...cutsText.newVibe}
      onClose={onClose}
      action={(name) => run('vibe.create', { id: newId(), projectId, name })}
    />
  );
}

export function RenameVibe({ vibe, onClose }: { vibe: Vibe } & Close) {
  const run = useRunCommand();
  return (
    <NameDialog
      {...cutsText.renameVibe}
      initial={vibe.name}
      onClose={onClose}
      action={(name) => run('vibe.update', { id: vibe.id, name })}
    />
  );
}

export function DeleteVibe({ vibe, cuts, onClose }: { vibe: Vibe; cuts: readonly Cut[] } & Close) {
  const make = useUndoable();
  return (
    <Confirm
      title={cutsText.deleteVibe.title(vibe.name)}
      description={cutsText.deleteVibe.description(cuts.length)}
      submit={cutsText.deleteVibe.submit}
      onClose={onClose}
      action={() => make(deleteVibe(vibe))}
    />
  );
}

export function NewCut({ vibe, onClose }: { vibe: Vibe } & Close) {
  const run = useRunCommand();
  return (
    <NameDialog
      {...cutsText.newCut}
      title={cutsText.newCut.title(vibe.name)}
      onClose={onClose}
      action={(name) => run('cut.create', { id: newId(), vibeId: vibe.id, name })}
    />
  );
}

export function RenameCut({ cut, onClose }: { cut: Cut } & Close) {
  const run = useRunCommand();
  return (
    <NameDialog
      {...cutsText.renameCut}
      initial={cut.name}
      onClose={onClose}
      action={(name) => run('cut.update', { id: cut.id, name })}
    />
  );
}

export function DeleteCut({ cut, onClose }: { cut: Cut } & Close) {
  const make = useUndoable();
  return (
    <Confirm
      title={cutsText.deleteCut.title(cut.name)}
      description={cutsText.deleteCut.description(cut.files.length)}
      submit={cutsText.deleteCut.submit}
      onClose={onClose}
      action={() => make(deleteCut(cut))}
    />
  );
}

export function DeleteFile({ cut, file, onClose }: { cut: Cut; file: File } & Close) {
  const make = useUndoable();
  return (
    <Confirm
      title={cutsText.deleteFile.title(file.name)}
      description={cutsText.deleteFile.description(cut.name)}
      submit={cutsText.deleteFile.submit}
      onClose={onClose}
      action={() => make(deleteFile(file))}
    />
  );
}

/** Moves a cut by keyboard; the mouse can also drag it onto another vibe. */
export function MoveCut({ cut, project, onClose }: { cut: Cut; project: ProjectSnapshot } & Close) {
  const run = useRunCommand();
  const others = project.vibes.filter((vibe) => vibe.id !== cut.vibeId);
  const [vibeId, setVibeId] = useState(others[0]?.id ?? '');
  return (
    <Modal title={cutsText.moveCut.title(cut.name)} onClose={onClose}>
      <DialogForm
        submit={cutsText.moveCut.submit}
        onClose={onClose}
        action={async () =>
          vibeId === '' ? cutsText.moveCut.noOtherVibe : run('cut.move', { id: cut.id, targetVibeId: vibeId })
        }
      >
        <div className="-mx-2 min-h-0 overflow-y-auto px-2">
          {others.length === 0 ? (
            <p className="text-dim">{cutsText.moveCut.createOneFirst}</p>
          ) : (
            <ChoiceField
              label={cutsText.moveCut.vibe}
              value={vibeId}
              onValue={setVibeId}
              options={others.map((vibe) => ({
                value: vibe.id,
                text: vibe.name,
                hint: cutsText.moveCut.cutsIn(vibe.cuts.length),
              }))}
            />
          )}
        </div>
      </DialogForm>
    </Modal>
  );
}
