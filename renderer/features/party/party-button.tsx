import { Headphones } from 'lucide-react';
import { useConnection } from '../../platform/socket-context.tsx';
import { partyText } from '../../text/party.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import type { Track } from '../player/port.ts';
import { usePartyActions, usePartyView } from './party-context.tsx';

/** Starts listening together with this track. Not there in a party, or where there is no server to start one. */
function useStart(track: Track): (() => void) | null {
  const { own } = usePartyView();
  const isOnline = useConnection().kind === 'online';
  const { start } = usePartyActions();
  return own || !isOnline ? null : () => void start(track);
}

export function PartyButton({ track }: { track: Track }) {
  const start = useStart(track);
  if (!start) return null;
  return (
    <Button tone="quiet" icon={Headphones} {...tooltip(partyText.startHint)} onClick={start}>
      <span className="max-[1440px]:sr-only">{partyText.start}</span>
    </Button>
  );
}

export function PartyIconButton({ track }: { track: Track }) {
  const start = useStart(track);
  return start && <IconButton label={partyText.start} icon={Headphones} onClick={start} />;
}
