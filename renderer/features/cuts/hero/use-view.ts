import { useCallback, useEffect, useState } from 'react';
import { followed, mostZoom, panned, zoomed } from '../../../ui/wave/view-math.ts';
import { type Playhead, type View, wholeView } from '../../player/port.ts';
import { useListening } from '../../player/port.tsx';

/** The part of the sound that is in sight, for the waveform and everything below it. */
export type SongView = {
  view: View;
  /** `anchor`: a share of the sound that stays where it is; the play-head if absent. */
  zoom(factor: number, anchor?: number): void;
  pan(by: number): void;
  showAll(): void;
  canZoomIn: boolean;
  canZoomOut: boolean;
};

/** The zoom of a song's page. While playing, it turns the page when the play-head leaves it. */
export function useView(duration: number, playhead: Playhead): SongView {
  const { player } = useListening();
  const [view, setView] = useState<View>(wholeView);
  const isZoomed = view.to - view.from < 1;
  const share = useCallback(
    () => (duration > 0 ? Math.min(1, playhead.time() / duration) : 0),
    [playhead, duration],
  );
  useEffect(() => {
    if (!isZoomed) return;
    return playhead.onTime(() => {
      if (player.state.get().phase === 'playing') setView((known) => followed(known, share()));
    });
  }, [isZoomed, playhead, player, share]);
  const zoom = useCallback(
    (factor: number, anchor?: number) => setView((known) => zoomed(known, factor, anchor ?? share())),
    [share],
  );
  const pan = useCallback((by: number) => setView((known) => panned(known, by)), []);
  const showAll = useCallback(() => setView(wholeView), []);
  const canZoomIn = view.to - view.from > 1.01 / mostZoom;
  return { view, zoom, pan, showAll, canZoomIn, canZoomOut: isZoomed };
}
