import { Volume1, Volume2, VolumeX } from 'lucide-react';
import type { PointerEvent } from 'react';
import { useStore } from '../../platform/store.ts';
import { playerText } from '../../text/player.ts';
import { IconButton } from '../../ui/button.tsx';
import { useListening } from './listening.tsx';
import { turn } from './volume.ts';

const steps: Record<string, number> = {
  ArrowLeft: -0.05,
  ArrowDown: -0.05,
  ArrowRight: 0.05,
  ArrowUp: 0.05,
  Home: -1,
  End: 1,
};

/** The volume. A narrow player only has the mute button: the system has a fader of its own. */
export function VolumeControl() {
  const { volume } = useListening();
  const { level, isMuted } = useStore(volume);
  const shown = isMuted ? 0 : level;
  const set = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width > 0) volume.change((known) => turn({ ...known, level: 0 }, (event.clientX - left) / width));
  };
  return (
    <div className="flex shrink-0 items-center pointer-coarse:hidden">
      <IconButton
        label={isMuted ? playerText.unmute : playerText.mute}
        icon={shown === 0 ? VolumeX : shown < 0.5 ? Volume1 : Volume2}
        onClick={() => volume.change((known) => ({ ...known, isMuted: !known.isMuted }))}
      />
      <div
        role="slider"
        tabIndex={0}
        aria-label={playerText.volume}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(shown * 100)}
        aria-valuetext={isMuted ? playerText.muted : playerText.percent(Math.round(level * 100))}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          set(event);
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && set(event)}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (step === undefined) return;
          event.preventDefault();
          volume.change((known) => turn(known, step));
        }}
        className="flex h-6 w-18 touch-none items-center rounded-sm @max-3xl/player:hidden"
      >
        <span className="h-1 w-full overflow-hidden rounded-full bg-line-strong">
          <span className="block h-full bg-dim" style={{ width: `${shown * 100}%` }} />
        </span>
      </div>
    </div>
  );
}
