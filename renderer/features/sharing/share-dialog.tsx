import { useState } from 'react';
import type { ShareTarget } from '../../../protocol/ipc/share-channels.ts';
import type { CreatedShare, ShareComments } from '../../../protocol/wire/share.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import type { ShareOf } from '../../platform/frame-context.tsx';
import { may } from '../../platform/permissions.ts';
import { failureSentence } from '../../text/failures.ts';
import { sharingText } from '../../text/sharing.ts';
import { DialogForm, Modal } from '../../ui/dialog.tsx';
import { ChoiceField, SwitchField, TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select.tsx';
import { NeedsNetwork } from '../connection/port.tsx';
import { CreatedLink } from './created-link.tsx';
import { ShareList } from './share-list.tsx';
import { projectIdOf, useReadSharesAgain } from './share-queries.ts';
import { passwordProblem } from './share-text.ts';

/** Creates, lists and revokes links for people without an account. */
export function ShareDialog({ of, onClose }: { of: ShareOf; onClose: () => void }) {
  const [created, setCreated] = useState<{ share: CreatedShare; wasCopied: boolean } | null>(null);
  const mayCreate = of.kind !== 'project' || may(of.project.role, 'project.share');
  return (
    <Modal
      title={sharingText.title(nameOf(of))}
      description={mayCreate ? sharingText.description[of.kind] : sharingText.listDescription}
      onClose={onClose}
    >
      <div className="-mx-2 -my-1 flex min-h-0 flex-col gap-5 overflow-y-auto px-2 py-1 *:shrink-0">
        {!created && <NeedsNetwork>{sharingText.offline}</NeedsNetwork>}
        {created ? (
          <CreatedLink {...created} />
        ) : (
          mayCreate && <NewLink of={of} onClose={onClose} onCreated={setCreated} />
        )}
        <ShareList
          of={of}
          onRevoked={(id) => {
            if (created?.share.id === id) setCreated(null);
          }}
        />
      </div>
    </Modal>
  );
}

function nameOf(of: ShareOf): string {
  if (of.kind === 'file') return of.file.name;
  return of.kind === 'group' ? of.vibe.name : of.project.name;
}

/** `latest`: of a version, whether the link follows its song. */
function targetOf(of: ShareOf, latest: boolean): ShareTarget {
  if (of.kind === 'file')
    return latest ? { kind: 'song', id: of.file.cutId } : { kind: 'file', id: of.file.id };
  return of.kind === 'group' ? { kind: 'group', id: of.vibe.id } : { kind: 'project', id: of.project.id };
}

function NewLink({
  of,
  onClose,
  onCreated,
}: {
  of: ShareOf;
  onClose: () => void;
  onCreated: (created: { share: CreatedShare; wasCopied: boolean }) => void;
}) {
  const bridge = useBridge();
  const readAgain = useReadSharesAgain(projectIdOf(of));
  const [what, setWhat] = useState('file');
  const [allVersions, setAllVersions] = useState(false);
  const [comments, setComments] = useState<ShareComments>('own');
  const [mayDownload, setMayDownload] = useState(true);
  const [days, setDays] = useState('30');
  const [password, setPassword] = useState('');
  const isSound = of.kind !== 'file' || of.file.type === 'CUT';
  const to = targetOf(of, what === 'song');

  const create = async () => {
    const problem = passwordProblem(password);
    if (problem !== null) return problem;
    const answer = await bridge.invoke('shares.create', {
      to,
      expiresInDays: Number(days),
      comments: isSound ? comments : 'off',
      mayDownload,
      allVersions: to.kind !== 'file' && allVersions,
      ...(password !== '' && { password }),
    });
    if (!answer.ok) return failureSentence(answer);
    const copy = await bridge.invoke('app.copyText', { text: answer.data.shareUrl });
    onCreated({ share: answer.data, wasCopied: copy.ok });
    void readAgain();
    return null;
  };
  return (
    <DialogForm submit={sharingText.submit} action={create} onClose={onClose} onDone={() => {}}>
      {of.kind === 'file' && isSound && (
        <ChoiceField label={sharingText.what} options={sharingText.whats} value={what} onValue={setWhat} />
      )}
      {isSound && (
        <SelectField
          label={sharingText.comments}
          options={sharingText.commentChoices}
          value={comments}
          onValue={(value) => setComments(value as ShareComments)}
        />
      )}
      <div className="-mx-2 -my-1">
        {to.kind !== 'file' && (
          <SwitchField label={sharingText.allVersions} checked={allVersions} onChecked={setAllVersions} />
        )}
        {isSound && (
          <SwitchField label={sharingText.mayDownload} checked={mayDownload} onChecked={setMayDownload} />
        )}
      </div>
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
  );
}
