import { useState } from 'react';
import { forgotPasswordSchema } from '../../../protocol/wire/account.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { commonText } from '../../text/common.ts';
import { ownAccountText } from '../../text/own-account.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { accountFailure } from './account-failure.ts';
import { checkNewPassword } from './new-password.ts';

/** The field in which the owner proves that it is them. */
export function CurrentPassword({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  return (
    <TextField
      label={ownAccountText.currentPassword}
      type="password"
      autoComplete="current-password"
      value={value}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}

export function ChangePassword({ onClose, onChanged }: { onClose: () => void; onChanged: () => void }) {
  const text = ownAccountText.password;
  const bridge = useBridge();
  const [currentPassword, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = async () => {
    if (currentPassword === '') return ownAccountText.passwordMissing;
    const problem = checkNewPassword(password);
    if (problem) return text.problem(problem);
    const answer = await bridge.invoke('account.changePassword', { currentPassword, password });
    if (!answer.ok) return accountFailure(answer);
    onChanged();
    return null;
  };
  return (
    <Modal title={text.title} description={text.description} onClose={onClose}>
      <DialogForm submit={text.submit} action={change} onClose={onClose}>
        <CurrentPassword value={currentPassword} onValue={setCurrent} />
        <TextField
          label={text.label}
          type="password"
          autoComplete="new-password"
          hint={text.hint}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </DialogForm>
    </Modal>
  );
}

export function ChangeEmail({
  sendsMail,
  onClose,
  onChanged,
}: {
  sendsMail: boolean;
  onClose: () => void;
  onChanged: () => void;
}) {
  const text = ownAccountText.changeEmail;
  const bridge = useBridge();
  const [currentPassword, setCurrent] = useState('');
  const [email, setEmail] = useState('');
  const change = async () => {
    const asked = email.trim();
    if (!forgotPasswordSchema.safeParse({ email: asked }).success) return commonText.emailInvalid;
    if (currentPassword === '') return ownAccountText.passwordMissing;
    const answer = await bridge.invoke('account.changeEmail', { currentPassword, email: asked });
    if (!answer.ok) return accountFailure(answer);
    onChanged();
    return null;
  };
  return (
    <Modal title={text.title} description={sendsMail ? text.description : text.withoutMail} onClose={onClose}>
      <DialogForm submit={text.submit} action={change} onClose={onClose}>
        <TextField
          label={text.label}
          type="email"
          autoComplete="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <CurrentPassword value={currentPassword} onValue={setCurrent} />
      </DialogForm>
    </Modal>
  );
}
