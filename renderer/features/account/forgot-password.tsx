import { useState } from 'react';
import { forgotPasswordSchema } from '../../../protocol/wire/account.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { accountText } from '../../text/account.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { recoveryText } from '../../text/recovery.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { completeAddress } from './account-form.ts';
import { AccountFrame, TextLink } from './account-frame.tsx';

/** Asks for a link to choose a new password. It never shows whether the address has an account. */
export function ForgotPassword({
  choosesServer,
  onBack,
  ...initial
}: {
  choosesServer: boolean;
  serverUrl: string;
  email: string;
  onBack: () => void;
}) {
  const bridge = useBridge();
  const [serverUrl, setServerUrl] = useState(initial.serverUrl);
  const [email, setEmail] = useState(initial.email);
  const [emailError, setEmailError] = useState<string>();
  const [result, setResult] = useState<'sent' | 'no-mail' | null>(null);
  const { busy, error, run } = useAction(() => {});
  const send = async () => {
    const args = { serverUrl: completeAddress(serverUrl), email: email.trim() };
    const answer = await bridge.invoke('session.forgotPassword', args);
    if (!answer.ok)
      return answer.kind === 'refused-call' ? accountText.errors.serverInvalid : failureSentence(answer);
    setResult(answer.data.sendsMail ? 'sent' : 'no-mail');
    return null;
  };
  const submit = () => {
    const isValid = forgotPasswordSchema.safeParse({ email: email.trim() }).success;
    setEmailError(isValid ? undefined : commonText.emailInvalid);
    if (isValid) run(send);
  };

  if (result !== null) {
    const text = result === 'sent' ? recoveryText.sent : recoveryText.noMail;
    return (
      <AccountFrame title={text.title} onSubmit={onBack}>
        <div role="status" className="flex flex-col gap-2 break-words">
          <p>{result === 'sent' ? recoveryText.sent.text(email.trim()) : recoveryText.noMail.text}</p>
          {result === 'sent' && <p className="text-dim">{recoveryText.sent.hint}</p>}
        </div>
        <Button type="submit" tone="primary" className="h-9" autoFocus>
          {recoveryText.back}
        </Button>
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title={recoveryText.forgot.title} intro={recoveryText.forgot.intro} onSubmit={submit}>
      {choosesServer && (
        <TextField
          label={accountText.server}
          placeholder={accountText.serverExample}
          autoFocus={serverUrl === ''}
          value={serverUrl}
          onChange={(event) => setServerUrl(event.target.value)}
        />
      )}
      <TextField
        label={commonText.email}
        type="email"
        autoComplete="username"
        autoFocus={!choosesServer || serverUrl !== ''}
        value={email}
        error={emailError}
        onChange={(event) => {
          setEmail(event.target.value);
          setEmailError(undefined);
        }}
      />
      {error && <ErrorLine>{error}</ErrorLine>}
      <Button type="submit" tone="primary" busy={busy} className="h-9">
        {busy ? recoveryText.forgot.busy : recoveryText.forgot.submit}
      </Button>
      <p className="text-center">
        <TextLink onClick={onBack}>{recoveryText.back}</TextLink>
      </p>
    </AccountFrame>
  );
}
