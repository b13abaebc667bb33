import { type ReactNode, useState } from 'react';
import type { AccountFacts } from '../../../protocol/wire/account.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { downloadText } from '../../text/download.ts';
import { failureSentence } from '../../text/failures.ts';
import { ownAccountText as text } from '../../text/own-account.ts';
import { Button } from '../../ui/button.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useAccountFacts } from './account-facts.ts';
import { ChangeEmail, ChangePassword } from './change-dialogs.tsx';
import { DeleteAccount } from './delete-account.tsx';

/** The account's address and password, its data, and its end. */
export function OwnAccount() {
  const account = useAccountFacts();
  return (
    <section aria-label={text.heading} className="flex min-w-0 flex-col gap-2 px-2">
      <h3 className="text-meta font-semibold text-faint">{text.heading}</h3>
      {account.isPending && <Skeleton rows={2} label={text.loading} />}
      {account.error && <ErrorLine>{account.error.message}</ErrorLine>}
      {account.data && (
        <div className="flex flex-col">
          <EmailRow facts={account.data} onChanged={() => void account.refetch()} />
          {account.data.hasPassword && <PasswordRow />}
          <DataRow />
          {account.data.hasPassword && <DeleteRow />}
        </div>
      )}
    </section>
  );
}

function Row({ title, detail, children }: { title: string; detail: string | null; children: ReactNode }) {
  return (
    <div className="flex min-h-11 items-center gap-2 border-t border-line py-1.5">
      <span className="min-w-0 flex-1">
        <span className="block wrap-anywhere">{title}</span>
        <span role="status" className="block text-meta wrap-anywhere text-dim">
          {detail}
        </span>
      </span>
      {children}
    </div>
  );
}

function EmailRow({ facts, onChanged }: { facts: AccountFacts; onChanged: () => void }) {
  const bridge = useBridge();
  const say = useSay();
  const [sent, setSent] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const { email, emailVerified, pendingEmail, hasPassword, sendsMail } = facts;
  const sendAgain = async () => {
    const answer = await bridge.invoke('account.sendVerification', null);
    if (answer.ok) setSent(true);
    else say.failed(text.sendFailed, failureSentence(answer));
  };
  return (
    <Row title={email} detail={stateOf(facts, sent)}>
      {sendsMail && !sent && !emailVerified && !pendingEmail && (
        <Button tone="quiet" onClick={() => void sendAgain()}>
          {text.sendAgain}
        </Button>
      )}
      {hasPassword && (
        <Button tone="quiet" aria-label={text.changeEmail.title} onClick={() => setOpen(true)}>
          {text.change}
        </Button>
      )}
      {isOpen && <ChangeEmail sendsMail={sendsMail} onClose={() => setOpen(false)} onChanged={onChanged} />}
    </Row>
  );
}

function PasswordRow() {
  const [isOpen, setOpen] = useState(false);
  const [isChanged, setChanged] = useState(false);
  return (
    <Row title={text.password.row} detail={isChanged ? text.password.done : null}>
      <Button tone="quiet" aria-label={text.password.title} onClick={() => setOpen(true)}>
        {text.change}
      </Button>
      {isOpen && <ChangePassword onClose={() => setOpen(false)} onChanged={() => setChanged(true)} />}
    </Row>
  );
}

function DataRow() {
  const bridge = useBridge();
  const say = useSay();
  const [isSaving, setSaving] = useState(false);
  const show = async () => {
    const shown = await bridge.invoke('downloads.show', { fileId: 'account' });
    if (!shown.ok) say.failed(downloadText.notShown, failureSentence(shown));
  };
  const save = async () => {
    setSaving(true);
    const answer = await bridge.invoke('downloads.saveAccount', null);
    setSaving(false);
    if (!answer.ok) return say.failed(text.data.failed, failureSentence(answer));
    if (answer.data.kind !== 'saved') return;
    say.inform(downloadText.saved, {
      description: downloadText.savedAs(answer.data.name),
      action: { label: downloadText.show, onChoose: () => void show() },
    });
  };
  return (
    <Row title={text.data.row} detail={text.data.detail}>
      <Button tone="quiet" aria-label={text.data.exportName} busy={isSaving} onClick={() => void save()}>
        {text.data.export}
      </Button>
    </Row>
  );
}

function DeleteRow() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Row title={text.delete.row} detail={text.delete.detail}>
      <Button tone="quiet" aria-label={text.delete.row} onClick={() => setOpen(true)}>
        {text.delete.open}
      </Button>
      {isOpen && <DeleteAccount onClose={() => setOpen(false)} />}
    </Row>
  );
}

/** The state of the address; null on a server without mail, where nothing can be confirmed. */
function stateOf({ emailVerified, pendingEmail, sendsMail }: AccountFacts, sent: boolean): string | null {
  if (pendingEmail) return text.pending(pendingEmail);
  if (emailVerified) return text.confirmed;
  if (!sendsMail) return null;
  return sent ? text.sent : text.unconfirmed;
}
