import { useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { ownAccountText } from '../../text/own-account.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { accountFailure } from './account-failure.ts';
import { CurrentPassword } from './change-dialogs.tsx';

const text = ownAccountText.delete;

/** Says what stays and what goes, and asks for the password. */
export function DeleteAccount({ onClose }: { onClose: () => void }) {
  const bridge = useBridge();
  const [currentPassword, setCurrent] = useState('');
  const remove = async () => {
    if (currentPassword === '') return ownAccountText.passwordMissing;
    const answer = await bridge.invoke('account.delete', { currentPassword });
    if (!answer.ok) return accountFailure(answer);
    await bridge.invoke('session.signOut', null);
    return null;
  };
  return (
    <Modal title={text.title} description={text.description} onClose={onClose}>
      <DialogForm submit={text.submit} tone="danger" action={remove} onClose={onClose}>
        <ul className="flex list-disc flex-col gap-1.5 pl-4">
          {text.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <CurrentPassword value={currentPassword} onValue={setCurrent} />
      </DialogForm>
    </Modal>
  );
}
