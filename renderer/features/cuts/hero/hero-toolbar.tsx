import { Repeat, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect } from 'react';
import { useFrame } from '../../../platform/frame-context.tsx';
import { heroText } from '../../../text/hero.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Key } from '../../../ui/key.tsx';
import type { Track } from '../../player/port.ts';
import { PlayButton, type Solo, useLoopKeys } from '../../player/port.tsx';
import type { SongView } from './use-view.ts';

/** Play, loop and zoom below the waveform, and the keys for what people do most. */
export function HeroToolbar({
  track,
  name,
  duration,
  songView,
  solo,
  tempo,
  hasOthers,
}: {
  track: Track;
  name: string;
  duration: number;
  songView: SongView;
  solo: Solo;
  /** In beats per minute; absent if it isn't known. */
  tempo: number | undefined;
  /** There are other versions, to compare or switch to. */
  hasOthers: boolean;
}) {
  const { zoom, showAll, canZoomIn, canZoomOut } = songView;
  const { loop } = solo;
  useLoopKeys(solo, duration, tempo);
  useHeroKeys({ '+': () => zoom(2), '=': () => zoom(2), '-': () => zoom(0.5), '0': showAll });
  return (
    <div className="flex min-h-9 items-center gap-1 pt-2 pl-10 max-[480px]:pl-0">
      <PlayButton
        track={track}
        name={name}
        anyVersion
        keys="Space"
        className="size-9! rounded-full! bg-text text-ground! hover:bg-text/90!"
      />
      <span className="w-1" />
      <IconButton
        label={loop ? heroText.endLoop : heroText.loopHere(tempo)}
        keys="O"
        icon={Repeat}
        aria-pressed={loop !== null}
        disabled={duration <= 0}
        className="aria-pressed:bg-chosen aria-pressed:text-text"
        onClick={() => solo.toggleLoop(duration, tempo)}
      />
      {loop && (
        <span className="pr-1 text-meta text-dim tabular-nums">
          {heroText.looped(loop.from, loop.to, tempo)}
        </span>
      )}
      <span aria-hidden className="mx-1 h-4 w-px bg-line" />
      <IconButton
        label={heroText.zoomOut}
        keys="−"
        icon={ZoomOut}
        disabled={!canZoomOut}
        onClick={() => zoom(0.5)}
      />
      <IconButton
        label={heroText.zoomIn}
        keys="+"
        icon={ZoomIn}
        disabled={!canZoomIn}
        onClick={() => zoom(2)}
      />
      <span className="flex-1" />
      <p aria-hidden className="flex items-center gap-4 text-meta text-faint @max-2xl:hidden">
        <Hint keys={['Space']}>{heroText.keys.play}</Hint>
        <Hint keys={['C']}>{heroText.keys.comment}</Hint>
        {hasOthers && <Hint keys={['A']}>{heroText.keys.compare}</Hint>}
        {hasOthers && <Hint keys={['[', ']']}>{heroText.keys.version}</Hint>}
      </p>
    </div>
  );
}

function Hint({ keys, children }: { keys: string[]; children: string }) {
  return (
    <span className="flex items-center gap-1">
      {keys.map((key) => (
        <Key key={key}>{key}</Key>
      ))}
      <span className="pl-0.5">{children}</span>
    </span>
  );
}

/** Keys of the song's page, unless the user is typing or a dialog is open. */
function useHeroKeys(actions: Record<string, () => void>): void {
  const { keyScope } = useFrame();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keyScope.isForWindow(event)) return;
      const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}
