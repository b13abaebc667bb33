import { useEffect, useState } from 'react';
import type { AccountState } from '../../../protocol/wire/operator.ts';
import { adminText } from '../../text/admin.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Empty, ErrorLine } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AccountDialog, type AccountRequest } from './account-dialogs.tsx';
import { AccountRow } from './account-row.tsx';
import { useOperatorPages } from './admin-queries.ts';

const states = Object.entries(adminText.states).map(([value, text]) => ({ value, text }));
const typingMilliseconds = 250;

/** All accounts of the server, newest first, with what can be done to each. */
export function AccountList() {
  const [typed, setTyped] = useState('');
  const [state, setState] = useState<AccountState>('all');
  const [request, setRequest] = useState<AccountRequest | null>(null);
  const search = useSettled(typed);
  const list = useOperatorPages('users', { search, state });
  const pages = list.data?.pages ?? [];
  const accounts = pages.flatMap((page) => page.accounts);
  const total = pages[0]?.total ?? 0;
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          type="search"
          label={adminText.search}
          placeholder={adminText.searchHint}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="min-w-50 flex-1"
        />
        <div className="w-36">
          <SelectField
            label={adminText.show}
            options={states}
            value={state}
            onValue={(value) => setState(value as AccountState)}
          />
        </div>
      </div>
      {list.isPending && <Skeleton rows={6} label={adminText.loading} />}
      {list.error && <ErrorLine>{list.error.message}</ErrorLine>}
      {list.data && accounts.length === 0 && (
        <Empty title={adminText.noAccounts}>{adminText.noAccountsHint}</Empty>
      )}
      {accounts.length > 0 && (
        <div className="flex flex-col gap-2">
          <p role="status" className="text-meta text-dim tabular-nums">
            {adminText.found(accounts.length, total)}
          </p>
          <ul aria-label={adminText.accounts} className="flex flex-col rounded-card border border-line">
            {accounts.map((account) => (
              <AccountRow key={account.id} account={account} onAsk={setRequest} />
            ))}
          </ul>
          {list.hasNextPage && (
            <Button
              className="self-center"
              busy={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {adminText.more}
            </Button>
          )}
        </div>
      )}
      {request && <AccountDialog request={request} onClose={() => setRequest(null)} />}
    </>
  );
}

/** The text once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), typingMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
