import { useState } from 'react';
import type { OperatedAccount } from '../../../protocol/wire/operator.ts';
import { MadeLink } from '../../platform/made-link.tsx';
import { adminText } from '../../text/admin.ts';
import { failureSentence } from '../../text/failures.ts';
import { Confirm, DialogForm, Modal } from '../../ui/dialog.tsx';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { useOperatorRun } from './admin-queries.ts';

const confirmations = {
  delete: adminText.delete,
  disable: adminText.disable,
  'end-sessions': adminText.endSessions,
  'make-admin': adminText.makeAdmin,
  'remove-admin': adminText.removeAdmin,
  'remove-second-factor': adminText.removeSecondFactor,
};

export type AccountRequest = {
  kind: keyof typeof confirmations | 'reset-password' | 'quota';
  account: OperatedAccount;
};

/** Asks before an act, and says what it will do. */
export function AccountDialog({ request, onClose }: { request: AccountRequest; onClose: () => void }) {
  const { kind, account } = request;
  if (kind === 'quota') return <QuotaDialog account={account} onClose={onClose} />;
  if (kind === 'reset-password') return <ResetLinkDialog account={account} onClose={onClose} />;
  return <ConfirmAct kind={kind} account={account} onClose={onClose} />;
}

function ConfirmAct({
  kind,
  account,
  onClose,
}: {
  kind: keyof typeof confirmations;
  account: OperatedAccount;
  onClose: () => void;
}) {
  const run = useOperatorRun();
  const text = confirmations[kind];
  return (
    <Confirm
      title={text.title(account.name)}
      description={text.description(account.email)}
      submit={text.submit}
      onClose={onClose}
      action={async () => {
        const answer = await run(kind, { account: account.id });
        return answer.ok ? null : failureSentence(answer);
      }}
    />
  );
}

function ResetLinkDialog({ account, onClose }: { account: OperatedAccount; onClose: () => void }) {
  const run = useOperatorRun();
  const [url, setUrl] = useState<string | null>(null);
  const text = adminText.resetPassword;
  if (url !== null)
    return (
      <MadeLink
        label={adminText.link}
        title={text.doneTitle(account.name)}
        description={text.doneDescription}
        url={url}
        onClose={onClose}
      />
    );
  return (
    <Modal title={text.title(account.name)} description={text.description(account.email)} onClose={onClose}>
      <DialogForm
        submit={text.submit}
        onClose={onClose}
        onDone={() => {}}
        action={async () => {
          const answer = await run('reset-password', { account: account.id });
          if (!answer.ok) return failureSentence(answer);
          setUrl(answer.data.url);
          return null;
        }}
      />
    </Modal>
  );
}

const gigabyte = 1_000_000_000;

function QuotaDialog({ account, onClose }: { account: OperatedAccount; onClose: () => void }) {
  const run = useOperatorRun();
  const { quotaBytes } = account;
  const [choice, setChoice] = useState(quotaBytes === null ? 'default' : quotaBytes === 0 ? 'none' : 'own');
  const [size, setSize] = useState(quotaBytes ? String(Number((quotaBytes / gigabyte).toFixed(3))) : '');
  const text = adminText.quotaDialog;
  return (
    <Modal title={text.title(account.name)} description={account.email} onClose={onClose}>
      <DialogForm
        submit={text.submit}
        onClose={onClose}
        action={async () => {
          const own = Math.round(Number(size.replace(',', '.')) * gigabyte);
          if (choice === 'own' && !(own >= 1 && own <= Number.MAX_SAFE_INTEGER)) return text.sizeWrong;
          const bytes = choice === 'default' ? null : choice === 'none' ? 0 : own;
          const answer = await run('quota', { account: account.id, bytes });
          return answer.ok ? null : failureSentence(answer);
        }}
      >
        <ChoiceField label={text.label} options={text.options} value={choice} onValue={setChoice} />
        {choice === 'own' && (
          <TextField
            label={text.size}
            inputMode="decimal"
            value={size}
            onChange={(event) => setSize(event.target.value)}
          />
        )}
      </DialogForm>
    </Modal>
  );
}
