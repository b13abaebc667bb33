import { useState } from 'react';
import { nameSchema } from '../../protocol/wire/id.ts';
import { DialogForm, type Done, Modal } from './dialog.tsx';
import { TextField } from './field.tsx';

/** Asks for one name: for what is made, or made anew. */
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
          setError(`The name ${parsed.error.issues[0]?.message ?? 'can’t be used'}.`);
          return 'Give it another name.';
        }}
      >
        <TextField
          label="Name"
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
