import { formatDay } from '../../text/format.ts';
import { invitationText } from '../../text/invitation.ts';
import { Art } from '../../ui/art.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import type { InvitationState } from './use-invitation.ts';

/** The person who invites, the project, and the state of the invitation. */
export function InvitationCard({ state }: { state: InvitationState }) {
  if (state.kind === 'none') return null;
  if (state.kind === 'reading') return <p className="text-dim">{invitationText.reading}</p>;
  if (state.kind === 'failed') return <ErrorLine>{state.message}</ErrorLine>;
  const { project, role, email, expiresAt, state: validity } = state.invitation;
  const invitedBy = state.invitation.invitedBy || invitationText.operator;
  return (
    <section aria-label={invitationText.label} className="flex flex-col gap-3">
      {project ? (
        <div className="flex items-center gap-3 rounded-card border border-line bg-card p-3">
          <Art name={project.name} picture={project.picture} size={56} />
          <div className="flex min-w-0 flex-col gap-0.5">
            <p className="font-semibold break-words">{invitationText.title(invitedBy, project.name)}</p>
            <p className="text-meta text-dim tabular-nums">
              {invitationText.facts(project.songs, project.members)}
            </p>
          </div>
        </div>
      ) : (
        <p className="rounded-card border border-line bg-card p-3 font-semibold break-words">
          {invitationText.toServer(invitedBy)}
        </p>
      )}
      {validity === 'open' ? (
        <p className="break-words text-dim">
          {`${project ? `${invitationText.role(role)} ` : ''}${invitationText.until(email, formatDay(Date.parse(expiresAt), Date.now()))}`}
        </p>
      ) : (
        <ErrorLine>
          {validity === 'used' ? invitationText.used(invitedBy) : invitationText.expired(invitedBy)}
        </ErrorLine>
      )}
    </section>
  );
}
