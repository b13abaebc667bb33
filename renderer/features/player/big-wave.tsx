import { useMemo } from 'react';
import type { Peaks } from '../../../audio/peak-meter.ts';
import { classNames } from '../../ui/class-names.ts';
import { PlayheadLine } from '../../ui/wave/playhead-line.tsx';
import { Wave } from '../../ui/wave/wave.tsx';
import { peaksDuration } from '../../ui/wave/wave-shape.ts';

/** Two of them, and what is around them, fill a tall window. */
export const bigWaveHeight = 'h-[clamp(7rem,50vh-17.5rem,26rem)]';

/** A waveform to compare by. `time` returns the playhead in seconds, and `onTime` subscribes to its moves. */
export function BigWave({
  peaks,
  time,
  onTime,
}: {
  peaks: Peaks;
  time: () => number;
  onTime: (listener: () => void) => () => void;
}) {
  const playhead = useMemo(() => ({ time, onTime }), [time, onTime]);
  return (
    <div aria-hidden className={classNames('pointer-events-none relative', bigWaveHeight)}>
      <Wave peaks={peaks} playhead={playhead} />
      <PlayheadLine playhead={playhead} duration={peaksDuration(peaks)} />
    </div>
  );
}
