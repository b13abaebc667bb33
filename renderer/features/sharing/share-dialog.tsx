import { useState } from 'react';
import type { File } from '../../../protocol/wire/file.ts';
import type { CreatedShare } from '../../../protocol/wire/share.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { NeedsNetwork } from '../connection/port.tsx';
import { MadeLink } from './made-link.tsx';
import { ShareList } from './share-list.tsx';
import { useReadSharesAgain } from './share-queries.ts';
import { lastings, passwordProblem } from './share-words.ts';

/** Makes a link to a file for people without an account, and revokes those that were made. */
export function ShareFile({ file, onClose }: { file: File; onClose: () => void }) {
  const bridge = useBridge();
  const readAgain = useReadSharesAgain(file.id);
  const [days, setDays] = useState('30');
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<{ share: CreatedShare; wasCopied: boolean } | null>(null);

  const make = async () => {
    const problem = passwordProblem(password);
    if (problem !== null) return problem;
    const answer = await bridge.invoke('shares.create', {
      fileId: file.id,
      expiresInDays: Number(days),
      ...(password !== '' && { password }),
    });
    if (!answer.ok) return failureSentence(answer);
    const copy = await bridge.invoke('app.copyText', { text: answer.data.shareUrl });
    setMade({ share: answer.data, wasCopied: copy.ok });
    void readAgain();
    return null;
  };

  return (
    <Modal
      title={`Share ${file.name}`}
      description="Whoever has the link can hear and download this file, without an account."
      onClose={onClose}
    >
      <div className="-mx-1 -my-1 flex min-h-0 flex-col gap-5 overflow-y-auto px-1 py-1">
        {!made && (
          <NeedsNetwork>
            A link is made by the server, so this needs the network. Nothing is kept for later.
          </NeedsNetwork>
        )}
        {made ? (
          <MadeLink {...made} />
        ) : (
          <DialogForm submit="Make and copy link" action={make} onClose={onClose} onDone={() => {}}>
            <SelectField label="The link ends" options={lastings} value={days} onValue={setDays} />
            <TextField
              label="Password (optional)"
              hint="Tell it to them by another way than the link."
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
            if (made?.share.id === id) setMade(null);
          }}
        />
      </div>
    </Modal>
  );
}
