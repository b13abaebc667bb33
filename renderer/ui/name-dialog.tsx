import { useState } from 'react';
import { nameSchema } from '../../protocol/wire/id.ts';
import { commonText } from '../text/common.ts';
import { DialogForm, type Done, Modal } from './dialog.tsx';
import { TextField } from './field.tsx';

/** Asks for a name, to create or rename something. */
export function NameDialog({
  title,
  description,
  initial = '',
  submit,
  action,
  onClose,
}: {
  title: string;
  description?: string;
  initial?: string;
  submit: string;
  action: (name: string) => Promise<Done>;
  onClose: () => void;
}) {
  const [name, setName] = useState(initial);
  const [error, setError] = useState<string>();
  return (
    <Modal title={title} description={description} onClose={onClose}>
      <DialogForm
        submit={submit}
        onClose={onClose}
        action={async () => {
          const parsed = nameSchema.safeParse(name);
          if (parsed.success) return action(parsed.data);
          setError(commonText.nameProblem(parsed.error.issues[0]?.message));
          return commonText.otherName;
        }}
      >
        <TextField
          label={commonText.name}
          value={name}
          error={error}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setName(event.target.value);
            setError(undefined);
          }}
        />
      </DialogForm>
    </Modal>
  );
}
