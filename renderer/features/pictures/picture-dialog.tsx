import { ImagePlus } from 'lucide-react';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { useRunCommand } from '../../platform/commands.ts';
import type { PictureOwner } from '../../platform/frame-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { picturesText } from '../../text/pictures.ts';
import { Art } from '../../ui/art.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { Face, FacesContext, useFacePicture } from '../../ui/face.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { type PictureProblem, type ReadPicture, readPicture, readPictureFile } from './read-picture.ts';
import { shrinkPicture } from './shrink-picture.ts';

/** Chooses the picture of a person, project or song. `file`: a picture of the band to begin with. */
export function PictureDialog({ of, file, onClose }: { of: PictureOwner; file?: File; onClose: () => void }) {
  const run = useRunCommand();
  const { account } = useSession();
  const own = useFacePicture(account.id);
  const before =
    of.kind === 'me' ? (own ?? null) : of.kind === 'project' ? of.project.imageUrl : of.vibe.imageUrl;
  const { chosen, problem, isReading, take, choose } = useChosenPicture(file);
  const shown = chosen === undefined ? before : chosen;
  const isPerson = of.kind === 'me';
  const name = isPerson ? account.name : of.kind === 'project' ? of.project.name : of.vibe.name;
  const save = () => {
    if (chosen === undefined || chosen === before) return Promise.resolve(null);
    if (of.kind === 'me') return run('account.update', { picture: chosen });
    if (of.kind === 'project') return run('project.update', { id: of.project.id, picture: chosen });
    return run('vibe.update', { id: of.vibe.id, picture: chosen });
  };
  return (
    <Modal
      title={isPerson ? picturesText.titleOfPerson : picturesText.titleOf(name)}
      description={picturesText.description}
      onClose={onClose}
    >
      <DialogForm submit={picturesText.save} onClose={onClose} action={save}>
        <DropZone onFile={take}>
          <div className="flex shrink-0 items-end gap-3" role="img" aria-label={picturesText.preview}>
            {isPerson ? (
              <FacesContext value={shown === null ? noFaces : new Map([[account.id, shown]])}>
                <Face userId={account.id} name={name} size={96} />
                <Face userId={account.id} name={name} size={28} />
              </FacesContext>
            ) : (
              <>
                <Art name={name} picture={shown} size={96} />
                <Art name={name} picture={shown} size={32} />
              </>
            )}
          </div>
          <div className="flex min-w-0 flex-col items-start gap-2">
            <PickButton
              label={shown === null ? picturesText.choose : picturesText.chooseAnother}
              onFile={take}
            />
            {shown !== null && (
              <Button tone="quiet" onClick={() => choose(null)}>
                {isPerson ? picturesText.removeFromPerson : picturesText.remove}
              </Button>
            )}
            <p className="text-meta text-dim">{isReading ? picturesText.reading : picturesText.dropHint}</p>
          </div>
        </DropZone>
        {problem && <ErrorLine>{picturesText.problems[problem]}</ErrorLine>}
      </DialogForm>
    </Modal>
  );
}

const noFaces: ReadonlyMap<string, string> = new Map();

/** `chosen`: a data URL, null for none, undefined as long as nothing was chosen. */
function useChosenPicture(file: File | undefined) {
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const [problem, setProblem] = useState<PictureProblem | null>(null);
  const [isReading, setReading] = useState(false);
  const latest = useRef(0);

  async function take(reading: Promise<ReadPicture>): Promise<void> {
    latest.current += 1;
    const turn = latest.current;
    setProblem(null);
    setReading(true);
    const read = await reading;
    // Another one was chosen in the meantime.
    if (turn !== latest.current) return;
    setReading(false);
    if (!read.ok) return setProblem(read.problem);
    const small = shrinkPicture(read.bitmap);
    read.bitmap.close();
    if (small === null) setProblem('too-large');
    else setChosen(small);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the picture of the band is read once
  useEffect(() => {
    if (file) void take(readPictureFile(file));
  }, []);
  return {
    ...{ chosen, problem, isReading },
    take: (blob: Blob) => void take(readPicture(blob)),
    choose(picture: null) {
      latest.current += 1;
      setReading(false);
      setProblem(null);
      setChosen(picture);
    },
  };
}

function PickButton({ label, onFile }: { label: string; onFile: (file: Blob) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={ImagePlus} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp,image/gif"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
    </>
  );
}

function DropZone({ onFile, children }: { onFile: (file: Blob) => void; children: ReactNode }) {
  const [isOver, setOver] = useState(false);
  const accept = (event: DragEvent, over: boolean) => {
    event.preventDefault();
    setOver(over);
  };
  return (
    <fieldset
      aria-label={picturesText.dropHint}
      onDragOver={(event) => accept(event, true)}
      onDragLeave={(event) => accept(event, false)}
      onDrop={(event) => {
        accept(event, false);
        const [file] = event.dataTransfer.files;
        if (file) onFile(file);
      }}
      className={classNames(
        'flex min-w-0 flex-wrap items-center gap-x-6 gap-y-4 rounded-card border border-dashed p-4',
        isOver ? 'border-accent bg-hover' : 'border-line-strong',
      )}
    >
      {children}
    </fieldset>
  );
}
