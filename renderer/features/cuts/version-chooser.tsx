import { ArrowLeftRight, ChevronLeft, ChevronRight } from 'lucide-react';
import { useStore } from '../../platform/store.ts';
import { IconButton } from '../../ui/button.tsx';
import { comparedWith, type Track } from '../player/port.ts';
import { useChooseTrack, useListening } from '../player/port.tsx';

/** One of the cut's versions, by list, one after the other, or to and fro between two. The moment stays the same. */
export function VersionChooser({ tracks, track }: { tracks: readonly Track[]; track: Track }) {
  const choose = useChooseTrack();
  const index = tracks.indexOf(track);
  const other = comparedWith(tracks, track, useStore(useListening().compared).get(track.cutId));
  const go = (to: Track | undefined) => to && choose(to);
  return (
    <div className="flex shrink-0 items-center">
      <IconButton
        label="Previous version"
        keys="["
        icon={ChevronLeft}
        disabled={index <= 0}
        onClick={() => go(tracks[index - 1])}
      />
      <select
        aria-label="Version"
        value={track.fileId}
        onChange={(event) => go(tracks.find(({ fileId }) => fileId === event.target.value))}
        className="h-7 max-w-48 min-w-0 rounded-md border border-line-strong bg-sunken px-2 text-text"
      >
        {tracks.toReversed().map(({ fileId, version }) => (
          <option key={fileId} value={fileId} className="bg-raised text-text">
            {version === tracks.length ? `v${version}, latest` : `v${version}`}
          </option>
        ))}
      </select>
      <IconButton
        label="Next version"
        keys="]"
        icon={ChevronRight}
        disabled={index >= tracks.length - 1}
        onClick={() => go(tracks[index + 1])}
      />
      {other && (
        <IconButton
          label={`Compare with v${other.version}`}
          keys="A"
          icon={ArrowLeftRight}
          onClick={() => choose(other)}
        />
      )}
    </div>
  );
}
