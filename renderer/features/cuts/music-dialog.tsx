import { useId, useState } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { musicOf } from '../../platform/song-music.ts';
import { musicText } from '../../text/music.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldsOf, readMusic } from './music-form.ts';

/** Enters tempo, key and sections of a song by hand. `fileId`: the version that the fields begin with. */
export function SongMusic({ cut, fileId, onClose }: { cut: Cut; fileId: string; onClose: () => void }) {
  const run = useRunCommand();
  const id = useId();
  const file = cut.files.find(({ id }) => id === fileId);
  const [fields, setFields] = useState(() => fieldsOf(musicOf(cut, file)));
  return (
    <Modal title={musicText.title} description={musicText.description} onClose={onClose}>
      <DialogForm
        submit={musicText.submit}
        onClose={onClose}
        action={async () => {
          const read = readMusic(fields);
          if ('error' in read) return read.error;
          // The dialog of the markers asks for it.
          const dawStart = cut.music?.dawStart;
          const music = { ...read.music, ...(dawStart !== undefined && { dawStart }) };
          return run('cut.describe', { id: cut.id, music });
        }}
      >
        <TextField
          label={musicText.tempo}
          value={fields.tempo}
          hint={musicText.tempoHint}
          inputMode="decimal"
          maxLength={8}
          onFocus={(event) => event.target.select()}
          onChange={({ target }) => setFields({ ...fields, tempo: target.value })}
        />
        <TextField
          label={musicText.key}
          value={fields.key}
          hint={musicText.keyHint}
          maxLength={12}
          onChange={({ target }) => setFields({ ...fields, key: target.value })}
        />
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="text-meta font-medium text-dim">
            {musicText.sections}
          </label>
          <textarea
            id={id}
            aria-describedby={`${id}-below`}
            value={fields.sections}
            rows={6}
            spellCheck={false}
            onChange={({ target }) => setFields({ ...fields, sections: target.value })}
            className="resize-y rounded-md border border-line-strong bg-well px-2.5 py-1.5 tabular-nums"
          />
          <p id={`${id}-below`} className="text-meta text-faint">
            {musicText.sectionsHint}
          </p>
        </div>
      </DialogForm>
    </Modal>
  );
}
