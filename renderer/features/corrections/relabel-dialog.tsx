import { useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import { correctionsText } from '../../text/corrections.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { relabel } from './correction.ts';
import { useCorrect } from './use-correct.ts';

const text = correctionsText.relabel;
const longest = 100;

/** Changes the words that a version is shown with. Its file keeps its name. */
export function Relabel({ file, onClose }: { file: File; onClose: () => void }) {
  const correct = useCorrect();
  const [label, setLabel] = useState(file.label ?? '');
  const [note, setNote] = useState(file.note ?? '');
  return (
    <Modal title={text.title} description={file.name} onClose={onClose}>
      <DialogForm
        submit={text.submit}
        onClose={onClose}
        action={async () => {
          const words = { label: label.trim() || null, note: note.trim() || null };
          if (words.label !== (file.label ?? null) || words.note !== (file.note ?? null))
            void correct(relabel(file, words));
          return null;
        }}
      >
        <TextField
          label={text.label}
          value={label}
          hint={text.labelHint}
          maxLength={longest}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setLabel(event.target.value)}
        />
        <TextField
          label={text.note}
          value={note}
          hint={text.noteHint}
          maxLength={longest}
          onChange={(event) => setNote(event.target.value)}
        />
      </DialogForm>
    </Modal>
  );
}
