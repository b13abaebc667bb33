import { useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { accountText } from '../../text/account.ts';
import { failureSentence } from '../../text/failures.ts';
import { recoveryText } from '../../text/recovery.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { checkNewPassword, refusedPassword } from '../own-account/port.ts';
import { AccountFrame } from './account-frame.tsx';
import { ForgotPassword } from './forgot-password.tsx';

const { reset: text, resetDone, expired } = recoveryText;

/** The page of the link in a mail: chooses a new password. */
export function ResetPassword({
  serverUrl,
  token,
  onLeave,
}: {
  serverUrl: string;
  token: string;
  /** Goes to the sign-in. */
  onLeave: () => void;
}) {
  const bridge = useBridge();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [step, setStep] = useState<'form' | 'done' | 'expired' | 'forgot'>('form');
  const { busy, error, run } = useAction(() => {});
  const send = async () => {
    const answer = await bridge.invoke('session.resetPassword', { serverUrl, token, password });
    if (answer.ok) {
      // This browser's own session has ended too, if it had one.
      await bridge.invoke('session.signOut', null);
      setStep('done');
    } else if (answer.kind === 'expired-link') setStep('expired');
    else {
      const refused = refusedPassword(answer);
      if (refused === null) return failureSentence(answer);
      setProblem(refused);
    }
    return null;
  };
  const submit = () => {
    const wrong = checkNewPassword(password);
    setProblem(wrong);
    if (!wrong) run(send);
  };

  if (step === 'forgot')
    return <ForgotPassword choosesServer={false} serverUrl={serverUrl} email="" onBack={onLeave} />;
  if (step === 'expired')
    return (
      <AccountFrame title={expired.title} intro={expired.text} onSubmit={() => setStep('forgot')}>
        <Button type="submit" tone="primary" className="h-9" autoFocus>
          {expired.again}
        </Button>
      </AccountFrame>
    );
  if (step === 'done')
    return (
      <AccountFrame title={resetDone.title} intro={resetDone.text} onSubmit={onLeave}>
        <Button type="submit" tone="primary" className="h-9" autoFocus>
          {accountText.signIn.submit}
        </Button>
      </AccountFrame>
    );
  return (
    <AccountFrame title={text.title} intro={text.intro} onSubmit={submit}>
      <TextField
        label={text.password}
        type="password"
        autoComplete="new-password"
        autoFocus
        hint={accountText.passwordHint}
        value={password}
        error={problem}
        onChange={(event) => {
          setPassword(event.target.value);
          setProblem(undefined);
        }}
      />
      {error && <ErrorLine>{error}</ErrorLine>}
      <Button type="submit" tone="primary" busy={busy} className="h-9">
        {busy ? text.busy : text.submit}
      </Button>
    </AccountFrame>
  );
}
