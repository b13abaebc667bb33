import { useStore } from '../../platform/store.ts';
import { commonText } from '../../text/common.ts';
import { cutsText } from '../../text/cuts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { newArrival, type Track } from '../player/port.ts';
import { useChooseTrack, useListening } from '../player/port.tsx';

/** Announces a version that arrived while an older one is selected, without taking its place. */
export function NewVersionNotice({
  cutId,
  tracks,
  className,
}: {
  cutId: string;
  tracks: readonly Track[];
  className?: string;
}) {
  const choose = useChooseTrack();
  const arrived = newArrival(tracks, useStore(useListening().selections).get(cutId));
  return (
    <span
      role="status"
      className={classNames('inline-flex shrink-0 items-center gap-1.5 text-text', className)}
    >
      {arrived && (
        <>
          <span className="animate-arrive font-medium">{cutsText.newVersion(arrived.versionName)}</span>
          <Button onClick={() => choose(arrived)}>{commonText.show}</Button>
        </>
      )}
    </span>
  );
}
