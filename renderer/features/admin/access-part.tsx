import { useState } from 'react';
import type { RegistrationMode } from '../../../protocol/wire/operator.ts';
import { MadeLink } from '../../platform/made-link.tsx';
import { useNow } from '../../platform/use-now.ts';
import { adminText } from '../../text/admin.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatDay } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { ChoiceField, TextField } from '../../ui/field.tsx';
import { useSay } from '../../ui/messages.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useOperatorQuery, useOperatorRun } from './admin-queries.ts';
import { AnnouncementForm } from './announcement-form.tsx';

/** The rules of registration, invitations to the server, and the announcement. */
export function AccessPart() {
  return (
    <div className="flex max-w-140 flex-col gap-6">
      <RegistrationChoice />
      <InviteForm />
      <OpenInvitations />
      <AnnouncementForm />
    </div>
  );
}

function RegistrationChoice() {
  const run = useOperatorRun();
  const say = useSay();
  const { data, error } = useOperatorQuery('registration', {});
  if (error) return <ErrorLine>{error.message}</ErrorLine>;
  if (!data) return <Skeleton rows={3} label={adminText.loading} />;
  const choose = async (mode: string) => {
    const answer = await run('set-registration', { mode: mode as RegistrationMode });
    if (!answer.ok) say.failed(adminText.failed, failureSentence(answer));
  };
  return (
    <fieldset disabled={data.isFixed} className="min-w-0">
      <ChoiceField
        label={adminText.registration}
        options={adminText.modes}
        value={data.mode}
        onValue={(mode) => void choose(mode)}
      />
      {data.isFixed && <p className="px-2 pt-1 text-meta text-dim">{adminText.registrationFixed}</p>}
    </fieldset>
  );
}

type Made = { email: string; url: string; expiresAt: string; isMailed: boolean };

function InviteForm() {
  const run = useOperatorRun();
  const now = useNow();
  const [email, setEmail] = useState('');
  const [made, setMade] = useState<Made | null>(null);
  const action = useAction(() => setEmail(''));
  const invite = async () => {
    if (!/^\S+@\S+\.\S+$/.test(email.trim())) return commonText.emailInvalid;
    const answer = await run('invite', { email: email.trim() });
    if (!answer.ok) return failureSentence(answer).replace(/^email: /, '');
    setMade(answer.data);
    return null;
  };
  return (
    <form
      noValidate
      aria-label={adminText.invite}
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        action.run(invite);
      }}
    >
      <h2 className="text-meta font-medium text-dim">{adminText.invite}</h2>
      <div className="flex items-end gap-2">
        <TextField
          type="email"
          label={commonText.email}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          className="flex-1"
        />
        <Button type="submit" className="h-8" busy={action.busy}>
          {adminText.inviteSubmit}
        </Button>
      </div>
      {action.error && <ErrorLine>{action.error}</ErrorLine>}
      {made && (
        <MadeLink
          label={adminText.link}
          title={adminText.inviteDone(made.email)}
          description={adminText.inviteDoneHint(
            made.email,
            made.isMailed,
            formatDay(Date.parse(made.expiresAt), now),
          )}
          url={made.url}
          onClose={() => setMade(null)}
        />
      )}
    </form>
  );
}

function OpenInvitations() {
  const run = useOperatorRun();
  const now = useNow();
  const { data } = useOperatorQuery('invitations', {});
  const action = useAction(() => {});
  const open = data?.invitations ?? [];
  if (open.length === 0) return null;
  const withdraw = async (id: string) => {
    const answer = await run('withdraw', { id });
    // One that is gone already counts as withdrawn.
    return answer.ok || answer.kind === 'not-found' ? null : failureSentence(answer);
  };
  return (
    <section aria-label={adminText.openInvitations} className="flex flex-col gap-1">
      <h2 className="text-meta font-medium text-dim">{adminText.openInvitations}</h2>
      <ul className="flex flex-col">
        {open.map(({ id, email, expiresAt }) => (
          <li key={id} className="flex items-center gap-2 border-line py-1.5 not-first:border-t">
            <span className="min-w-0 flex-1">
              <span className="block wrap-anywhere">{email}</span>
              <span className="block text-meta text-dim">
                {adminText.until(formatDay(Date.parse(expiresAt), now))}
              </span>
            </span>
            <Button
              aria-label={adminText.withdrawOne(email)}
              busy={action.busy}
              onClick={() => action.run(() => withdraw(id))}
            >
              {adminText.withdraw}
            </Button>
          </li>
        ))}
      </ul>
      {action.error && <ErrorLine>{action.error}</ErrorLine>}
    </section>
  );
}
