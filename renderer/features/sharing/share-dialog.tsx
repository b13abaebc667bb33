import { useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import type { CreatedShare } from '../../../protocol/wire/share.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { sharingText } from '../../text/sharing.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select.tsx';
import { NeedsNetwork } from '../connection/port.tsx';
import { CreatedLink } from './created-link.tsx';
import { ShareList } from './share-list.tsx';
import { useReadSharesAgain } from './share-queries.ts';
import { passwordProblem } from './share-text.ts';

/** Creates and revokes links to a file for people without an account. */
export function ShareFile({ file, onClose }: { file: File; onClose: () => void }) {
  const bridge = useBridge();
  const readAgain = useReadSharesAgain(file.id);
  const [days, setDays] = useState('30');
  const [password, setPassword] = useState('');
  const [created, setCreated] = useState<{ share: CreatedShare; wasCopied: boolean } | null>(null);

  const create = async () => {
    const problem = passwordProblem(password);
    if (problem !== null) return problem;
    const answer = await bridge.invoke('shares.create', {
      fileId: file.id,
      expiresInDays: Number(days),
      ...(password !== '' && { password }),
    });
    if (!answer.ok) return failureSentence(answer);
    const copy = await bridge.invoke('app.copyText', { text: answer.data.shareUrl });
    setCreated({ share: answer.data, wasCopied: copy.ok });
    void readAgain();
    return null;
  };

  return (
    <Modal title={sharingText.title(file.name)} description={sharingText.description} onClose={onClose}>
      <div className="-mx-1 -my-1 flex min-h-0 flex-col gap-5 overflow-y-auto px-1 py-1 *:shrink-0">
        {!created && <NeedsNetwork>{sharingText.offline}</NeedsNetwork>}
        {created ? (
          <CreatedLink {...created} />
        ) : (
          <DialogForm submit={sharingText.submit} action={create} onClose={onClose} onDone={() => {}}>
            <SelectField
              label={sharingText.expires}
              options={sharingText.lifetimes}
              value={days}
              onValue={setDays}
            />
            <TextField
              label={sharingText.password}
              hint={sharingText.passwordHint}
              autoComplete="off"
              maxLength={128}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </DialogForm>
        )}
        <ShareList
          file={file}
          onRevoked={(id) => {
            if (created?.share.id === id) setCreated(null);
          }}
        />
      </div>
    </Modal>
  );
}
