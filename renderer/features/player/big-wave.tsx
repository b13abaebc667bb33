import { useMemo } from 'react';
import type { Peaks } from '../../../audio/peak-meter.ts';
import { PlayheadLine } from '../../ui/wave/playhead-line.tsx';
import { Wave } from '../../ui/wave/wave.tsx';
import { peaksDuration } from '../../ui/wave/wave-shape.ts';

/** In pixels. */
export const bigWaveHeight = 112;

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
    <div aria-hidden style={{ height: bigWaveHeight }} className="pointer-events-none relative">
      <Wave peaks={peaks} playhead={playhead} />
      <PlayheadLine playhead={playhead} duration={peaksDuration(peaks)} />
    </div>
  );
}
