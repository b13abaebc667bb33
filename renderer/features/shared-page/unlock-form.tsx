import { LockKeyhole } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { sharedPageText } from '../../text/shared-page.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import type { SharedLink } from './shared-link.ts';

const text = sharedPageText.locked;

/** Asks for the password of a link. Nothing of what is behind it is known before. */
export function UnlockForm({ link, onUnlocked }: { link: SharedLink; onUnlocked: () => Promise<void> }) {
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || password === '') return;
    setBusy(true);
    const answer = await link.unlock(password);
    setBusy(false);
    if (answer.ok) return onUnlocked();
    setProblem(answer.message);
    field.current?.select();
  };
  return (
    <form noValidate onSubmit={submit} className="m-auto flex w-full max-w-80 flex-col gap-4 py-10">
      <LockKeyhole aria-hidden size={28} className="text-faint" />
      <div>
        <h1 className="text-title font-semibold">{text.title}</h1>
        <p className="text-dim">{text.hint}</p>
      </div>
      <TextField
        ref={field}
        type="password"
        label={text.field}
        error={problem}
        autoComplete="off"
        maxLength={128}
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <Button type="submit" tone="primary" busy={busy} className="h-9 pointer-coarse:h-11">
        {text.submit}
      </Button>
    </form>
  );
}
