import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountFacts } from '../../../protocol/wire/account.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { failureSentence } from '../../text/failures.ts';
import { recoveryText } from '../../text/recovery.ts';
import { Button } from '../../ui/button.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

const text = recoveryText.account;

export const accountKey = ['account'] as const;

/** The account's address, and everything that its owner can do with the account. */
export function OwnAccount() {
  const bridge = useBridge();
  const account = useQuery({
    queryKey: accountKey,
    queryFn: () => read(bridge, 'account.read', null),
    // A link that is opened in a browser changes it, and no event says so.
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <section aria-label={text.heading} className="flex min-w-0 flex-col gap-2 px-2">
      <h3 className="text-meta font-semibold text-faint">{text.heading}</h3>
      {account.isPending && <Skeleton rows={2} label={text.loading} />}
      {account.error && <ErrorLine>{account.error.message}</ErrorLine>}
      {account.data && <EmailRow facts={account.data} />}
    </section>
  );
}

function EmailRow({ facts }: { facts: AccountFacts }) {
  const bridge = useBridge();
  const say = useSay();
  const [sent, setSent] = useState(false);
  const { email, emailVerified, pendingEmail, sendsMail } = facts;
  const sendAgain = async () => {
    const answer = await bridge.invoke('account.sendVerification', null);
    if (answer.ok) setSent(true);
    else say.failed(text.sendFailed, failureSentence(answer));
  };
  const state = stateOf(facts, sent);
  return (
    <div className="flex min-h-11 items-center gap-2 border-t border-line py-1.5">
      <span className="min-w-0 flex-1">
        <span className="block wrap-anywhere">{email}</span>
        {state && (
          <span role="status" className="block text-meta wrap-anywhere text-dim">
            {state}
          </span>
        )}
      </span>
      {sendsMail && !sent && !emailVerified && !pendingEmail && (
        <Button tone="quiet" onClick={() => void sendAgain()}>
          {text.sendAgain}
        </Button>
      )}
    </div>
  );
}

/** The state of the address; null on a server without mail, where nothing can be confirmed. */
function stateOf({ emailVerified, pendingEmail, sendsMail }: AccountFacts, sent: boolean): string | null {
  if (pendingEmail) return text.changing(pendingEmail);
  if (emailVerified) return text.confirmed;
  if (!sendsMail) return null;
  return sent ? text.sent : text.unconfirmed;
}
