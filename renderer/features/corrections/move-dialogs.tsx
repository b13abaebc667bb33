import { AudioLines } from 'lucide-react';
import { newId } from '../../../common/new-id.ts';
import { versionName } from '../../../common/version-name.ts';
import { songAndVersion, versionsOf } from '../../../protocol/state/versions.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { stackOf } from '../../platform/cut-facts.ts';
import { correctionsText } from '../../text/corrections.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import {
  cutOfStem,
  isOnlyVersion,
  mergeCuts,
  moveVersion,
  ownCut,
  stemOfVersion,
  versionOfStem,
} from './correction.ts';
import { CutPicker } from './cut-picker.tsx';
import { newCutName } from './new-cut-name.ts';
import { type Choice, Picker, type PickerText } from './picker.tsx';
import { useCommentIds, useCorrect } from './use-correct.ts';
import { useRuleOffer } from './use-rule-offer.ts';

/** A file of a cut that is placed elsewhere. */
type Placing = { cut: Cut; file: File; project: ProjectSnapshot; onClose: () => void };

/** Asks where a version belongs, and moves it there at once. */
export function MoveVersion(placing: Placing) {
  const { cut, file, project, onClose } = placing;
  const correct = useCorrect();
  const offerFor = useRuleOffer();
  const commentIdsOf = useCommentIds();
  const ownName = newCutName(cut, file);
  if (file.type === 'STEM') return <NotAStem {...placing} />;
  return (
    <Modal
      title={correctionsText.move.title}
      description={correctionsText.move.isNow(file.name, cut.name)}
      onClose={onClose}
    >
      <CutPicker
        project={project}
        name={file.name}
        from={cut}
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

/** Asks which song a stem is a version of, and makes it one at once. */
function NotAStem({ cut, file, project, onClose }: Placing) {
  const correct = useCorrect();
  const ownName = newCutName(cut, file);
  const text = correctionsText.notStem;
  const isAlone = cut.files.length === 1;
  return (
    <Modal
      title={text.title}
      description={
        versionsOf(cut).some(({ id }) => id === file.versionId)
          ? text.isNow(file.name, songAndVersion(cut, file.versionId ?? ''))
          : text.isLoose(file.name, cut.name)
      }
      onClose={onClose}
    >
      <CutPicker
        project={project}
        name={file.name}
        from={cut}
        mayStay
        onCut={(target) => {
          onClose();
          void correct(versionOfStem(cut, file, target));
        }}
        own={
          isAlone
            ? undefined
            : {
                name: ownName,
                onChoose: () => {
                  onClose();
                  void correct(cutOfStem(cut, file, newId(), ownName));
                },
              }
        }
      />
    </Modal>
  );
}

/** Asks which version a file is a stem of, and makes it one at once. */
export function StemOf({ cut, file, onClose }: { cut: Cut; file: File; onClose: () => void }) {
  const correct = useCorrect();
  const { versions } = stackOf(cut);
  const choicesOf = (query: string): Choice<'version'>[] =>
    versions
      .map((entry) => ({ ...entry, label: versionName(entry.file, entry.version) }))
      .filter(({ file: { id, name }, label }) => id !== file.id && isFound(query, `${label} ${name}`))
      .map(({ file: version, label }) => ({
        ...{ key: version.id, group: 'version', mark: <AudioLines size={14} aria-hidden />, label },
        hint: version.name,
        onChoose: () => {
          onClose();
          void correct(stemOfVersion(cut, file, version, label));
        },
      }));
  return (
    <Modal title={stemOfText.title(file.name)} description={stemOfText.description} onClose={onClose}>
      <Picker text={stemOfPicker} choicesOf={choicesOf} />
    </Modal>
  );
}

const stemOfText = correctionsText.stemOf;
const stemOfPicker: PickerText<'version'> = {
  ...{ field: stemOfText.field, list: stemOfText.versions, groups: { version: stemOfText.version } },
  ...{ nothing: stemOfText.nothing, announced: stemOfText.announced },
};

const isFound = (query: string, text: string) =>
  text.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase());

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
      <CutPicker project={project} name={cut.name} from={cut} onCut={(target) => void merge(target)} />
    </Modal>
  );
}
