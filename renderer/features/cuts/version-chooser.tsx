import { ArrowLeftRight, ChevronLeft, ChevronRight } from 'lucide-react';
import { goTo } from '../../platform/route.ts';
import { useStore } from '../../platform/store.ts';
import { cutsText } from '../../text/cuts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { comparedWith, compareRoute, type Track } from '../player/port.ts';
import { useChooseTrack, useListening } from '../player/port.tsx';

/** Chooses a version from a list, steps to its neighbours, or compares two. Playback stays at the same moment. */
export function VersionChooser({ tracks, track }: { tracks: readonly Track[]; track: Track }) {
  const choose = useChooseTrack();
  const index = tracks.indexOf(track);
  const other = comparedWith(tracks, track, useStore(useListening().compared).get(track.cutId));
  const go = (to: Track | undefined) => to && choose(to);
  return (
    <div className="flex shrink-0 items-center">
      <IconButton
        label={cutsText.previousVersion}
        keys="["
        icon={ChevronLeft}
        disabled={index <= 0}
        onClick={() => go(tracks[index - 1])}
      />
      <select
        aria-label={cutsText.version}
        value={track.fileId}
        onChange={(event) => go(tracks.find(({ fileId }) => fileId === event.target.value))}
        className="h-7 max-w-48 min-w-0 rounded-md border border-line-strong bg-well px-2 text-text"
      >
        {tracks.toReversed().map(({ fileId, version, versionName }) => (
          <option key={fileId} value={fileId} className="bg-raised text-text">
            {cutsText.versionOption(versionName, version === tracks.length)}
          </option>
        ))}
      </select>
      <IconButton
        label={cutsText.nextVersion}
        keys="]"
        icon={ChevronRight}
        disabled={index >= tracks.length - 1}
        onClick={() => go(tracks[index + 1])}
      />
      {other && (
        <>
          <IconButton
            label={cutsText.compareWith(other.versionName)}
            keys="A"
            icon={ArrowLeftRight}
            onClick={() => choose(other)}
          />
          <Button
            tone="quiet"
            {...tooltip(cutsText.compareHint, '⇧A')}
            onClick={() => goTo(compareRoute(track, other))}
          >
            {cutsText.compare}
          </Button>
        </>
      )}
    </div>
  );
}
