import {
  ChevronRight,
  Ellipsis,
  Gauge,
  KeyRound,
  LogOut,
  ShieldMinus,
  ShieldPlus,
  SmartphoneNfc,
  Trash2,
  UserCheck,
  UserX,
} from 'lucide-react';
import { useState } from 'react';
import type { OperatedAccount } from '../../../protocol/wire/operator.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { adminText } from '../../text/admin.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { useSay } from '../../ui/messages.tsx';
import { AccountDetailsPanel } from './account-details.tsx';
import type { AccountRequest } from './account-dialogs.tsx';
import { useOperatorRun } from './admin-queries.ts';

/** One account: its state in a line, more of it unfolded, and a menu of what can be done. */
export function AccountRow({
  account,
  onAsk,
}: {
  account: OperatedAccount;
  onAsk: (request: AccountRequest) => void;
}) {
  const now = useNow();
  const me = useSession().account.id;
  const [isOpen, setOpen] = useState(false);
  const entries = useEntries(account, onAsk);
  const { id, name, email, projects, bytes, lastSeenAt, disabledAt, role } = account;
  return (
    <li className="border-line not-first:border-t">
      <div className="flex min-h-13 items-center gap-2 py-1.5 pr-2 pl-3">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="flex min-w-0 flex-1 items-center gap-3 rounded-md text-left"
        >
          <ChevronRight
            size={14}
            aria-hidden
            className={classNames('shrink-0 text-faint transition-transform', isOpen && 'rotate-90')}
          />
          <Face userId={id} name={name} size={28} away={disabledAt !== null} />
          <span className="min-w-0 flex-1">
            <span className="flex min-w-0 items-center gap-2">
              <span className={classNames('truncate font-medium', disabledAt !== null && 'text-dim')}>
                {name}
              </span>
              {id === me && <Badge>{adminText.you}</Badge>}
              {role === 'ADMIN' && <Badge>{adminText.admin}</Badge>}
              {disabledAt !== null && <Badge isWarning>{adminText.disabled}</Badge>}
            </span>
            <span className="block truncate text-meta text-dim">{email}</span>
          </span>
          <span className="shrink-0 text-meta text-dim tabular-nums max-[700px]:hidden">
            {adminText.facts(projects, bytes, adminText.seen(lastSeenAt, now))}
          </span>
        </button>
        <ActionMenu
          trigger={<IconButton label={commonText.optionsFor(name)} icon={Ellipsis} />}
          entries={entries}
        />
      </div>
      {isOpen && <AccountDetailsPanel id={id} name={name} />}
    </li>
  );
}

function Badge({ isWarning = false, children }: { isWarning?: boolean; children: string }) {
  return (
    <span
      className={classNames(
        'shrink-0 rounded-[5px] px-1.5 text-meta leading-4 font-medium',
        isWarning ? 'bg-over-wash text-over' : 'bg-chosen text-dim',
      )}
    >
      {children}
    </span>
  );
}

function useEntries(account: OperatedAccount, onAsk: (request: AccountRequest) => void): MenuEntry[] {
  const run = useOperatorRun();
  const say = useSay();
  const isMe = useSession().account.id === account.id;
  const { actions } = adminText;
  const enable = async () => {
    const answer = await run('enable', { account: account.id });
    if (!answer.ok) say.failed(adminText.failed, failureSentence(answer));
  };
  const item = (
    label: string,
    icon: typeof UserX,
    kind: AccountRequest['kind'],
    danger = false,
  ): MenuEntry => ({
    ...{ kind: 'item', label, icon, danger },
    onChoose: () => onAsk({ kind, account }),
  });
  const isAdmin = account.role === 'ADMIN';
  const canSignIn: MenuEntry =
    account.disabledAt === null
      ? item(actions.disable, UserX, 'disable', true)
      : { kind: 'item', label: actions.enable, icon: UserCheck, onChoose: () => void enable() };
  return [
    item(actions.quota, Gauge, 'quota'),
    item(actions.resetPassword, KeyRound, 'reset-password'),
    item(actions.endSessions, LogOut, 'end-sessions'),
    item(actions.removeSecondFactor, SmartphoneNfc, 'remove-second-factor'),
    isAdmin
      ? item(actions.removeAdmin, ShieldMinus, 'remove-admin')
      : item(actions.makeAdmin, ShieldPlus, 'make-admin'),
    // Nobody shuts themselves out.
    ...(isMe ? [] : [{ kind: 'line' } as const, canSignIn, item(actions.delete, Trash2, 'delete', true)]),
  ];
}
