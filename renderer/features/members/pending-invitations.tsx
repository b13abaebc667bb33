import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PendingInvitation } from '../../../protocol/wire/member.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { ReadFailure, read } from '../../bridge/read.ts';
import { useNow } from '../../platform/use-now.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatDay } from '../../text/format.ts';
import { membersText } from '../../text/members.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';

const text = membersText.pending;
const keyOf = (projectId: string) => ['invitations', projectId] as const;

/** The invitations that nobody has accepted yet, each with a button that revokes it. Absent if there is none. */
export function PendingInvitations({ projectId }: { projectId: string }) {
  const bridge = useBridge();
  // No event announces them, so they are read whenever they are shown.
  const { data, error } = useQuery({
    queryKey: keyOf(projectId),
    queryFn: () => read(bridge, 'invitations.pending', { projectId }),
    staleTime: 0,
    gcTime: 0,
  });
  // Offline, the form above says so already.
  if (error) {
    const isOffline = error instanceof ReadFailure && error.kind === 'offline';
    return isOffline ? null : <ErrorLine>{error.message}</ErrorLine>;
  }
  if (!data || data.length === 0) return null;
  return (
    <section aria-label={text.heading} className="flex flex-col gap-1 border-t border-line pt-3">
      <h3 className="text-meta font-semibold text-faint">{text.heading}</h3>
      <ul className="flex flex-col gap-1">
        {data.map((invitation) => (
          <Pending key={invitation.id} invitation={invitation} projectId={projectId} />
        ))}
      </ul>
    </section>
  );
}

function Pending({ invitation, projectId }: { invitation: PendingInvitation; projectId: string }) {
  const bridge = useBridge();
  const client = useQueryClient();
  const now = useNow();
  const { busy, error, run } = useAction(() => {});
  const { id, role, invitedBy, expiresAt, uses = 0, mostUses = 1 } = invitation;
  const isForAnyone = invitation.email === '';
  const email = isForAnyone ? text.anyone : invitation.email;
  const revoke = async () => {
    const answer = await bridge.invoke('invitations.revoke', { id });
    // One that is gone already counts as revoked.
    if (!answer.ok && answer.kind !== 'not-found') return failureSentence(answer);
    await client.invalidateQueries({ queryKey: keyOf(projectId) });
    return null;
  };
  return (
    <li className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <span className="block truncate" title={email}>
            {email}
          </span>
          <span className="block text-meta text-dim">
            {isForAnyone && `${text.joined(uses, mostUses)} · `}
            {text.facts(role, invitedBy.name, formatDay(Date.parse(expiresAt), now))}
          </span>
        </span>
        <Button
          aria-label={isForAnyone ? text.revokeLink : text.revokeOne(email)}
          busy={busy}
          onClick={() => run(revoke)}
        >
          {text.revoke}
        </Button>
      </div>
      {error && <ErrorLine>{error}</ErrorLine>}
    </li>
  );
}
