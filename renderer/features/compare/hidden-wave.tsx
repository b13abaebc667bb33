import { useMemo } from 'react';
import { PlayheadLine } from '../../ui/wave/playhead-line.tsx';
import type { Playhead } from './change-strip.tsx';

/** In place of a waveform in a blind test: the same for every sound. */
export function HiddenWave({ time, onTime, duration }: Playhead & { duration: number }) {
  const playhead = useMemo(() => ({ time, onTime }), [time, onTime]);
  return (
    <div className="relative flex h-16 items-center">
      <div className="h-6 w-full bg-[repeating-linear-gradient(90deg,var(--line-strong)_0_1px,transparent_1px_8px)]" />
      <PlayheadLine playhead={playhead} duration={duration} className="border-text" />
    </div>
  );
}
