import { useCallback } from 'react';
import { useProject } from '../../platform/queries.ts';
import { formatMoment } from '../../text/moment.ts';
import { useHue } from '../../ui/face.tsx';
import type { Track } from '../player/port.ts';
import { usePartySession, usePartyView } from './party-context.tsx';
import { nameOfMember } from './party-names.ts';

/** Where the other listeners point at the waveform of this track, each in their colour. */
export function PartyPointers({ track, placeOf }: { track: Track; placeOf: (seconds: number) => number }) {
  const { own, pointers } = usePartyView();
  const project = useProject(own?.party.projectId ?? null).data;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 overflow-hidden rounded-[10px]">
      {[...pointers].map(([userId, { fileId, seconds }]) => {
        const place = placeOf(seconds);
        if (fileId !== track.fileId || !(place >= 0 && place <= 1)) return null;
        return <Pointer key={userId} {...{ userId, seconds, place }} name={nameOfMember(project, userId)} />;
      })}
    </div>
  );
}

function Pointer({
  userId,
  name,
  seconds,
  place,
}: {
  userId: string;
  name: string;
  seconds: number;
  place: number;
}) {
  return (
    <div
      data-pointer={userId}
      data-hue={useHue(userId)}
      style={{ left: `${100 * place}%` }}
      className="absolute inset-y-0 border-l-2 border-face transition-[left] duration-100 ease-linear"
    >
      <span
        data-side={place > 0.8 ? 'left' : 'right'}
        className="absolute top-8 left-0 max-w-40 truncate rounded-r bg-face px-1.5 text-meta leading-5 font-semibold whitespace-nowrap text-on-face tabular-nums forced-color-adjust-none data-[side=left]:right-0 data-[side=left]:left-auto data-[side=left]:rounded-r-none data-[side=left]:rounded-l"
      >
        {name}
        <span className="pl-1 font-normal max-[480px]:hidden">{formatMoment(seconds)}</span>
      </span>
    </div>
  );
}

/** Shows the others where the pointer is on the waveform of this track; null: nowhere. Outside a party it does nothing. */
export function usePointing(track: Track): (seconds: number | null) => void {
  const session = usePartySession();
  const { fileId } = track;
  return useCallback(
    (seconds) => {
      const own = session?.view.get().own;
      if (own?.state.fileId === fileId) session?.point(seconds);
    },
    [session, fileId],
  );
}
