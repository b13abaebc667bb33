import { Line, type Playhead } from './change-strip.tsx';

/** In place of a waveform in a blind test: the same for every sound. */
export function HiddenWave({ time, onTime, duration }: Playhead & { duration: number }) {
  return (
    <div className="relative flex h-16 items-center">
      <div className="h-6 w-full bg-[repeating-linear-gradient(90deg,var(--line-strong)_0_1px,transparent_1px_8px)]" />
      <Line playhead={{ time, onTime }} duration={duration} />
    </div>
  );
}
