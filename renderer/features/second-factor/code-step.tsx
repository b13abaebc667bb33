import { type FormEvent, useState } from 'react';
import type { SessionState } from '../../../protocol/ipc/session.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { secondFactorText } from '../../text/second-factor.ts';
import { Brand } from '../../ui/brand.tsx';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';

const text = secondFactorText.step;

/** The second step of a sign-in: a code. */
export function CodeStep({
  serverUrl,
  challenge: first,
  onSession,
  onBack,
}: {
  serverUrl: string;
  challenge: string;
  onSession: (session: SessionState) => void;
  onBack: () => void;
}) {
  const bridge = useBridge();
  // Each is good once; a wrong code brings the next one.
  const [challenge, setChallenge] = useState(first);
  const [code, setCode] = useState('');
  const { busy, error, run } = useAction(() => {});
  const send = async () => {
    if (code.trim().length < 6) return text.missing;
    const answer = await bridge.invoke('session.secondStep', { serverUrl, challenge, code });
    if (answer.ok) {
      onSession(answer.data);
      return null;
    }
    if (answer.challenge) setChallenge(answer.challenge);
    return answer.kind === 'rate-limited' ? answer.message : failureSentence(answer);
  };
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto px-5 py-[10vh]">
      <form
        noValidate
        aria-labelledby="code-title"
        className="flex w-full max-w-85 flex-col gap-4"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          run(send);
        }}
      >
        <header className="pb-2">
          <Brand className="pb-4" />
          <h1 id="code-title" className="text-title font-semibold">
            {text.title}
          </h1>
          <p className="text-dim">{text.intro}</p>
        </header>
        <TextField
          label={secondFactorText.code}
          autoComplete="one-time-code"
          autoFocus
          value={code}
          error={error ?? undefined}
          hint={text.hint}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button type="submit" tone="primary" busy={busy} className="h-9">
          {busy ? text.busy : text.submit}
        </Button>
        <Button tone="quiet" className="h-9" onClick={onBack}>
          {text.back}
        </Button>
      </form>
    </main>
  );
}
