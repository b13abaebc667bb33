import { useEffect, useMemo } from 'react';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { useStore } from '../../platform/store.ts';
import { shownTrack, tracksOf } from '../player/port.ts';
import { useChooseTrack, useListening } from '../player/port.tsx';

/**
 * The cut's versions and the one to show, which the keys act on while the page is open. `link`: what leads here, and may
 * name a version.
 */
export function useShownTrack(cut: Cut, vibeName: string, link: { fileId?: string } | null) {
  const { open, selections } = useListening();
  const choose = useChooseTrack();
  const tracks = useMemo(() => tracksOf(cut, vibeName), [cut, vibeName]);
  const track = shownTrack(tracks, useStore(selections).get(cut.id));
  const linked = tracks.find(({ fileId }) => fileId === link?.fileId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each link, as soon as the version is there
  useEffect(() => {
    // The newest version is shown without being selected, so that the next one follows it.
    if (linked && linked.fileId !== track?.fileId) choose(linked);
  }, [link, linked === undefined, choose]);
  useEffect(() => {
    open.change(() => track && { tracks, track });
    return () => open.change(() => null);
  }, [open, tracks, track]);
  return { tracks, track };
}
