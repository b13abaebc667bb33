import { Headphones, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { huesOf } from '../../../common/hue.ts';
import type { Party, PartyState } from '../../../protocol/wire/party.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useProject } from '../../platform/queries.ts';
import { formatRoute } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { partyText } from '../../text/party.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Face, HuesContext } from '../../ui/face.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { useContacts } from '../chat/port.tsx';
import { deedOf } from './deed.ts';
import { findTrack } from './find-track.ts';
import { usePartyActions, usePartyView } from './party-context.tsx';
import { nameOfMember, nameOfSound } from './party-names.ts';
import type { OwnParty } from './party-session.ts';

/** At most so many invitations are shown; the others follow when those are hidden. */
const mostInvitations = 2;

/** The party that this window is in; else those of bandmates, to join. Above the work, and it never takes the focus. */
export function PartyStrip() {
  const { parties, own } = usePartyView();
  const { account } = useSession();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  if (own) return <OwnStrip own={own} />;
  const invitations = parties.filter(({ id }) => !hidden.has(id)).slice(0, mostInvitations);
  if (invitations.length === 0) return null;
  return (
    <section aria-label={partyText.invitation} className="shrink-0">
      {invitations.map((party) => (
        <Invitation
          key={party.id}
          party={party}
          myId={account.id}
          onHide={() => setHidden(new Set([...hidden, party.id]))}
        />
      ))}
    </section>
  );
}

function Invitation({ party, myId, onHide }: { party: Party; myId: string; onHide: () => void }) {
  const project = useProject(party.projectId).data;
  const { join } = usePartyActions();
  const names = party.listenerIds.map((id) => (id === myId ? partyText.you : nameOfMember(project, id)));
  const what = partyText.listens(names, nameOfSound(project, party.fileId));
  return (
    <Strip project={project} listenerIds={party.listenerIds}>
      <p role="status" className="line-clamp-2 min-w-0 flex-1" title={what}>
        {what}
      </p>
      <Button tone="primary" aria-label={partyText.joinNamed(what)} onClick={() => void join(party.id)}>
        {partyText.join}
      </Button>
      <IconButton label={partyText.hide(what)} icon={X} onClick={onHide} />
    </Strip>
  );
}

function OwnStrip({ own }: { own: OwnParty }) {
  const { party, state } = own;
  const { account } = useSession();
  const project = useProject(party.projectId).data;
  const { leave } = usePartyActions();
  const others = party.listenerIds.filter((id) => id !== account.id);
  const deed = useDeed(state, project, account.id);
  const track = findTrack(project, state.fileId);
  const song = nameOfSound(project, state.fileId);
  return (
    <section aria-label={partyText.label} className="shrink-0">
      <Strip project={project} listenerIds={party.listenerIds}>
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
          <p role="status" className="min-w-0 truncate font-medium">
            {others.length > 0
              ? partyText.together(others.map((id) => nameOfMember(project, id)))
              : partyText.alone}
          </p>
          {track && (
            <a
              href={formatRoute({ name: 'project', projectId: party.projectId, cutId: track.cutId })}
              className="min-w-0 truncate rounded-sm text-dim hover:underline"
            >
              <bdi>{song}</bdi>
            </a>
          )}
          <Detail own={own} deed={deed} project={project} isAlone={others.length === 0} />
        </div>
        <Button {...tooltip(partyText.leaveHint)} onClick={leave}>
          {partyText.leave}
        </Button>
      </Strip>
    </section>
  );
}

/** A problem, else who could come, else the last deed of another listener. */
function Detail({
  own: { status, isReached, problem },
  deed,
  project,
  isAlone,
}: {
  own: OwnParty;
  deed: string | null;
  project: ProjectSnapshot | undefined;
  isAlone: boolean;
}) {
  const online = useOnline(project);
  if (!isReached) return <Note>{partyText.reconnecting}</Note>;
  if (status === 'missing' || status === 'failed')
    return (
      <p role="alert" className="min-w-0 text-hot">
        {partyText[status]}
      </p>
    );
  if (problem !== null)
    return (
      <p role="alert" className="min-w-0 truncate text-hot">
        {problem}
      </p>
    );
  if (isAlone) return <Note>{online.length > 0 ? partyText.online(online) : partyText.nobodyOnline}</Note>;
  if (status === 'joining') return <Note late>{partyText.joining}</Note>;
  return deed === null ? null : <Note>{deed}</Note>;
}

function Note({ late = false, children }: { late?: boolean; children: ReactNode }) {
  return (
    <p className={`min-w-0 truncate text-meta text-dim tabular-nums ${late ? 'animate-appear-late' : ''}`}>
      {children}
    </p>
  );
}

/** The members of the project who are online, without oneself. */
function useOnline(project: ProjectSnapshot | undefined): string[] {
  const { contacts } = useContacts();
  const ids = new Set(project?.members.map(({ user }) => user.id));
  return contacts
    .filter(({ userId, presence }) => presence === 'online' && ids.has(userId))
    .map(({ name }) => name);
}

/** The last deed of another listener, as a sentence; null until there is one. */
function useDeed(state: PartyState, project: ProjectSnapshot | undefined, myId: string): string | null {
  const before = useRef(state);
  const [deed, setDeed] = useState<string | null>(null);
  const known = useRef(project);
  known.current = project;
  useEffect(() => {
    const { current } = before;
    before.current = state;
    if (current.partyId !== state.partyId) setDeed(null);
    else if (current.seq !== state.seq) {
      const songOf = (fileId: string) => nameOfSound(known.current, fileId);
      setDeed(
        state.by === myId ? null : deedOf(current, state, nameOfMember(known.current, state.by), songOf),
      );
    }
  }, [state, myId]);
  return deed;
}

/** So many faces are shown. */
const mostFaces = 4;

function Strip({
  project,
  listenerIds,
  children,
}: {
  project: ProjectSnapshot | undefined;
  listenerIds: readonly string[];
  children: ReactNode;
}) {
  const hues = huesOf(project?.members.map(({ user }) => user.id) ?? []);
  return (
    <HuesContext value={hues}>
      <div className="flex animate-appear items-center gap-2.5 border-b border-line bg-accent-wash px-4 py-1.5 max-[480px]:px-3">
        <Headphones size={15} aria-hidden className="shrink-0 text-accent" />
        <span aria-hidden className="flex shrink-0 -space-x-1.5">
          {listenerIds.slice(0, mostFaces).map((id) => (
            <Face
              key={id}
              userId={id}
              name={nameOfMember(project, id)}
              size={24}
              className="ring-2 ring-ground"
            />
          ))}
        </span>
        {children}
      </div>
    </HuesContext>
  );
}
