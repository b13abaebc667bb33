import { useState } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { commonText } from '../../text/common.ts';
import { miniText } from '../../text/mini.ts';
import { Button } from '../../ui/button.tsx';
import { Name } from '../../ui/name.tsx';
import { StatusLight } from '../../ui/status-light.tsx';
import type { Track } from '../player/port.ts';
import { ArrivalLine, arrivalText, arrivalTone, useArriving } from '../transfers/port.tsx';
import { latestOf } from './current-song.ts';

/** More of them are in the list of transfers. */
const mostRows = 2;

/** Bounces from the first byte that the DAW writes, and the last version of another song since the window is mini. */
export function Arrivals({
  project,
  shownId,
  onGo,
}: {
  project: ProjectSnapshot;
  shownId: string | null;
  onGo: (track: Track) => void;
}) {
  const { ofCut, newSongs } = useArriving(project);
  const transfers = [...ofCut.values(), ...newSongs].toSorted((one, other) => other.seenAt - one.seenAt);
  const latest = latestOf(project);
  const [before, setBefore] = useState(latest?.track.fileId);
  const arrived = latest && latest.track.fileId !== before && latest.song.cut.id !== shownId ? latest : null;
  if (transfers.length === 0 && !arrived) return null;
  return (
    <ul aria-label={miniText.arriving} className="shrink-0 border-t border-line px-4 py-1">
      {transfers.slice(0, mostRows).map((transfer) => (
        <li key={transfer.id} className="flex h-9 animate-arrive items-center gap-2">
          <StatusLight small tone={arrivalTone(transfer)} />
          <span className="flex max-w-30 min-w-20 font-medium">
            <Name>{transfer.cutName}</Name>
          </span>
          <ArrivalLine transfer={transfer} className="h-4 min-w-8 flex-1" />
          <span title={arrivalText(transfer)} className="min-w-0 truncate text-meta text-dim tabular-nums">
            {arrivalText(transfer)}
          </span>
        </li>
      ))}
      {arrived && (
        <li className="flex h-9 animate-arrive items-center gap-2">
          <StatusLight small tone="good" />
          <span role="status" className="min-w-0 flex-1 truncate">
            {miniText.arrived(arrived.song.cut.name, arrived.track.versionName)}
          </span>
          <Button
            onClick={() => {
              setBefore(arrived.track.fileId);
              onGo(arrived.track);
            }}
          >
            {commonText.show}
          </Button>
        </li>
      )}
    </ul>
  );
}
