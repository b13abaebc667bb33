import { useStore } from '../../platform/store.ts';
import { commonText } from '../../text/common.ts';
import { cutsText } from '../../text/cuts.ts';
import { Button } from '../../ui/button.tsx';
import { newArrival, type Track } from '../player/port.ts';
import { useChooseTrack, useListening } from '../player/port.tsx';

/** Announces a version that arrived while an older one is selected, without taking its place. */
export function NewVersionNotice({ cutId, tracks }: { cutId: string; tracks: readonly Track[] }) {
  const choose = useChooseTrack();
  const arrived = newArrival(tracks, useStore(useListening().selections).get(cutId));
  return (
    <span role="status" className="inline-flex shrink-0 items-center gap-1.5">
      {arrived && (
        <>
          <span className="animate-arrive font-medium">{cutsText.newVersion(arrived.versionName)}</span>
          <Button onClick={() => choose(arrived)}>{commonText.show}</Button>
        </>
      )}
    </span>
  );
}
