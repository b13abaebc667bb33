import { ArrowLeftRight } from 'lucide-react';
import { goTo } from '../../platform/route.ts';
import { cutsText } from '../../text/cuts.ts';
import { IconButton } from '../../ui/button.tsx';
import { compareRoute, type Track } from '../player/port.ts';

/** Compares a version with the shown one; the shown one is compared with the version before it. */
export function CompareButton({
  track,
  previous,
  shown,
}: {
  track: Track;
  previous: Track | undefined;
  shown: Track | null;
}) {
  const isShown = shown?.fileId === track.fileId;
  const other = isShown ? previous : shown;
  if (!other) return <span className="w-7" />;
  return (
    <IconButton
      label={
        isShown
          ? cutsText.compareWithPrevious(track.versionName)
          : cutsText.compareTwo(track.versionName, other.versionName)
      }
      icon={ArrowLeftRight}
      onClick={() => goTo(compareRoute(track, other))}
    />
  );
}
