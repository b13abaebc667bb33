import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { systemClock } from '../../../common/clock.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useProjectRoom, useSocket } from '../../platform/socket-context.tsx';
import { createStore, useStore } from '../../platform/store.ts';
import { partyText } from '../../text/party.ts';
import { useSay } from '../../ui/messages.tsx';
import { useShownProject } from '../pending/port.tsx';
import type { Track } from '../player/port.ts';
import { type Listening, useListening } from '../player/port.tsx';
import { findTrack } from './find-track.ts';
import { createPartyConductor } from './party-conductor.ts';
import { noParty, PartySession, type PartyView } from './party-session.ts';
import { createPartySound } from './party-sound.ts';

const PartyContext = createContext<PartySession | null>(null);
const nobody = createStore<PartyView>(noParty);

/** The listening parties, from sign-in to sign-out. */
export function PartyProvider({ children }: { children: ReactNode }) {
  const bridge = useBridge();
  const { connection } = useSocket();
  const listening = useListening();
  const project = useRef<ProjectSnapshot | null>(null);
  const [session, setSession] = useState<PartySession | null>(null);
  useEffect(() => {
    const trackOf = (fileId: string) => findTrack(project.current, fileId);
    const sound = createPartySound(listening.direct, trackOf);
    const made = new PartySession({ bridge, connection, clock: systemClock, sound });
    const release = conduct(listening, made);
    setSession(made);
    return () => {
      release();
      made.stop();
    };
  }, [bridge, connection, listening]);
  const takeProject = useCallback(
    (known: ProjectSnapshot | null) => {
      project.current = known;
      session?.look();
    },
    [session],
  );
  return (
    <PartyContext value={session}>
      {session && <OwnProject session={session} onProject={takeProject} />}
      {children}
    </PartyContext>
  );
}

/** Gives the orders of the window to the party while it is reached. */
function conduct(listening: Listening, session: PartySession): () => void {
  const { conductor, direct, alignmentOf } = listening;
  let partyId: string | null = null;
  const follow = () => {
    const { own } = session.view.get();
    const next = own?.isReached ? own.party.id : null;
    if (next === partyId) return;
    partyId = next;
    conductor.change(() =>
      own && next !== null
        ? createPartyConductor({
            ...{ player: direct.player, projectId: own.party.projectId, alignmentOf },
            state: () => session.view.get().own?.state ?? null,
            position: () => session.position(),
            control: (control) => session.control(control),
            leave: () => session.leave(),
          })
        : null,
    );
  };
  const unsubscribe = session.view.subscribe(follow);
  return () => {
    unsubscribe();
    conductor.change(() => null);
  };
}

/** Follows the project of the own party, wherever the user is, because its sounds are found there. */
function OwnProject({
  session,
  onProject,
}: {
  session: PartySession;
  onProject: (project: ProjectSnapshot | null) => void;
}) {
  const { own } = useStore(session.view);
  const projectId = own?.party.projectId ?? null;
  const { project } = useShownProject(projectId);
  useProjectRoom(projectId);
  useEffect(() => onProject(project), [project, onProject]);
  return null;
}

export function usePartyView(): PartyView {
  return useStore(useContext(PartyContext)?.view ?? nobody);
}

export function usePartySession(): PartySession | null {
  return useContext(PartyContext);
}

/** Starts a party with a track, from where it is; and joins one. A failure is said. */
export function usePartyActions() {
  const session = usePartySession();
  const { direct } = useListening();
  const say = useSay();
  return {
    async start({ projectId, fileId }: Track) {
      const { track, phase } = direct.player.state.get();
      const isHeld = track?.fileId === fileId;
      const answer = await session?.start({
        ...{ projectId, fileId },
        position: isHeld ? Math.max(0, direct.player.time()) : 0,
        isPlaying: isHeld && (phase === 'playing' || phase === 'loading'),
        loop: isHeld ? direct.deck.state.get().loop : null,
      });
      if (answer && !answer.ok) say.failed(partyText.startFailed, answer.message);
    },
    async join(partyId: string) {
      const answer = await session?.join(partyId);
      if (answer && !answer.ok) say.failed(partyText.joinFailed, answer.message);
    },
    leave: () => session?.leave(),
  };
}
