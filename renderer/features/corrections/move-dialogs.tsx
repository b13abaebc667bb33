import { newId } from '../../../common/new-id.ts';
import { versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { correctionsText } from '../../text/corrections.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { isOnlyVersion, mergeCuts, moveVersion, ownCut } from './correction.ts';
import { CutPicker } from './cut-picker.tsx';
import { newCutName } from './new-cut-name.ts';
import { useCommentIds, useCorrect } from './use-correct.ts';
import { useRuleOffer } from './use-rule-offer.ts';

/** Asks where a version belongs, and moves it there at once. */
export function MoveVersion({
  cut,
  file,
  project,
  onClose,
}: {
  cut: Cut;
  file: File;
  project: ProjectSnapshot;
  onClose: () => void;
}) {
  const correct = useCorrect();
  const offerFor = useRuleOffer();
  const commentIdsOf = useCommentIds();
  const ownName = newCutName(cut, file);
  return (
    <Modal
      title={correctionsText.move.title}
      description={correctionsText.move.isNow(file.name, cut.name)}
      onClose={onClose}
    >
      <CutPicker
        project={project}
        name={file.name}
        except={cut.id}
        onCut={async (target) => {
          onClose();
          const commentIds = isOnlyVersion(cut, file) ? await commentIdsOf(cut) : undefined;
          await correct(moveVersion(cut, file, target, commentIds), offerFor(file, false));
        }}
        own={
          isOnlyVersion(cut, file)
            ? undefined
            : {
                name: ownName,
                onChoose: () => {
                  onClose();
                  void correct(ownCut(cut, file, newId(), ownName), offerFor(file, true));
                },
              }
        }
      />
    </Modal>
  );
}

/** Asks which cut this one belongs to, and merges it at once. */
export function MergeCut({
  cut,
  project,
  into,
  onClose,
}: {
  cut: Cut;
  project: ProjectSnapshot;
  /** Already chosen. */
  into?: Cut;
  onClose: () => void;
}) {
  const correct = useCorrect();
  const commentIdsOf = useCommentIds();
  const merge = async (target: Cut) => {
    onClose();
    await correct(mergeCuts(cut, target, await commentIdsOf(cut)));
  };
  if (into)
    return (
      <Modal
        title={correctionsText.merge.titleInto(cut.name, into.name)}
        description={correctionsText.merge.descriptionInto(versionsOf(cut).length)}
        onClose={onClose}
      >
        <DialogForm
          submit={correctionsText.merge.submit}
          onClose={onClose}
          action={async () => {
            void merge(into);
            return null;
          }}
        />
      </Modal>
    );
  return (
    <Modal
      title={correctionsText.merge.title(cut.name)}
      description={correctionsText.merge.description(versionsOf(cut).length)}
      onClose={onClose}
    >
      <CutPicker project={project} name={cut.name} except={cut.id} onCut={(target) => void merge(target)} />
    </Modal>
  );
}
