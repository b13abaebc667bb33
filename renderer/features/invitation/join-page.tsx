import { formatJoinLink } from '../../../protocol/ipc/invitation-link.ts';
import { formatDay } from '../../text/format.ts';
import { invitationText } from '../../text/invitation.ts';
import { Art } from '../../ui/art.tsx';
import { Brand } from '../../ui/brand.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type InvitationState, useInvitationPreview } from './use-invitation.ts';

const text = invitationText.page;

/** The page of a link in a browser where nobody is signed in: the person who invites, the project, and two ways to join. */
export function JoinPage({
  serverUrl,
  token,
  onHere,
  onSignIn,
}: {
  serverUrl: string;
  token: string;
  /** Go on in this browser. */
  onHere: () => void;
  /** The invitation is no use: sign in without it. */
  onSignIn: () => void;
}) {
  const state = useInvitationPreview(serverUrl, token);
  const isOpen = state.kind === 'read' && state.invitation.state === 'open';
  return (
    <main className="flex h-full overflow-y-auto px-5 py-8">
      <div className="m-auto flex w-full max-w-100 flex-col items-center gap-6 text-center">
        <Brand className="justify-center" />
        <Invitation state={state} />
        {isOpen && (
          <div className="flex w-full flex-col gap-2.5">
            <Button tone="primary" className="h-11 text-[15px]" autoFocus onClick={onHere}>
              {text.here}
            </Button>
            <a
              href={formatJoinLink({ serverUrl, token })}
              className="inline-flex h-11 items-center justify-center rounded-md bg-chosen text-[15px] text-text transition-colors duration-100 hover:bg-line-strong"
            >
              {text.inApp}
            </a>
            <p className="pt-1 text-meta text-dim">{text.noApp}</p>
          </div>
        )}
        {!isOpen && state.kind !== 'reading' && (
          <Button className="h-9" onClick={onSignIn}>
            {text.signIn}
          </Button>
        )}
      </div>
    </main>
  );
}

function Invitation({ state }: { state: InvitationState }) {
  if (state.kind === 'none' || state.kind === 'failed')
    return (
      <>
        <h1 className="text-title font-semibold">{text.broken}</h1>
        <ErrorLine>{state.kind === 'failed' ? state.message : invitationText.unknown}</ErrorLine>
      </>
    );
  if (state.kind === 'reading') return <Skeleton rows={3} label={invitationText.reading} />;
  const { project, role, email, expiresAt, state: validity } = state.invitation;
  const invitedBy = state.invitation.invitedBy || invitationText.operator;
  return (
    <>
      {project && (
        <Art name={project.name} picture={project.picture} size={96} className="rounded-card shadow-lift" />
      )}
      <header className="flex flex-col gap-2">
        <h1 className="text-page font-semibold text-balance wrap-anywhere max-[480px]:text-title">
          {project ? invitationText.title(invitedBy, project.name) : invitationText.toServer(invitedBy)}
        </h1>
        {project && (
          <p className="text-dim tabular-nums">{invitationText.facts(project.songs, project.members)}</p>
        )}
      </header>
      {validity === 'open' ? (
        <p className="wrap-anywhere text-dim">
          {project && <span className="block">{invitationText.role(role)}</span>}
          <span className="block">
            {invitationText.until(email, formatDay(Date.parse(expiresAt), Date.now()))}
          </span>
        </p>
      ) : (
        <ErrorLine>
          {validity === 'used' ? invitationText.used(invitedBy) : invitationText.expired(invitedBy)}
        </ErrorLine>
      )}
    </>
  );
}
