import { useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { recoveryText } from '../../text/recovery.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { AccountFrame } from './account-frame.tsx';

const { verify: text, verified, expired } = recoveryText;

/**
 * The page of the link in a mail: confirms the address it was sent to. By a button, because programs that look into mails
 * open its links too.
 */
export function VerifyEmail({
  serverUrl,
  token,
  onLeave,
}: {
  serverUrl: string;
  token: string;
  onLeave: () => void;
}) {
  const bridge = useBridge();
  const [step, setStep] = useState<'form' | 'done' | 'expired'>('form');
  const { busy, error, run } = useAction(() => {});
  const send = async () => {
    const answer = await bridge.invoke('session.verifyEmail', { serverUrl, token });
    if (answer.ok) setStep('done');
    else if (answer.kind === 'expired-link') setStep('expired');
    else return answer.kind === 'conflict' ? text.taken : failureSentence(answer);
    return null;
  };
  if (step !== 'form') {
    const shown = step === 'done' ? verified : { title: expired.title, text: text.expired };
    return (
      <AccountFrame title={shown.title} intro={shown.text} onSubmit={onLeave}>
        <Button type="submit" tone="primary" className="h-9" autoFocus>
          {verified.open}
        </Button>
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title={text.title} intro={text.intro} onSubmit={() => run(send)}>
      {error && <ErrorLine>{error}</ErrorLine>}
      <Button type="submit" tone="primary" busy={busy} className="h-9" autoFocus>
        {busy ? text.busy : text.submit}
      </Button>
    </AccountFrame>
  );
}
