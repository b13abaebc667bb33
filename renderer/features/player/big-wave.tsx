import { useEffect, useRef } from 'react';
import WaveSurfer from 'wavesurfer.js';
import type { Peaks } from '../../../audio/peak-meter.ts';
import { onThemeChange } from '../../ui/theme.ts';
import { halvesOf, peaksDuration } from './columns.ts';

/** In pixels. The page's policy allows the style that wavesurfer creates for exactly this height. */
export const bigWaveHeight = 112;

function colours() {
  const style = getComputedStyle(document.documentElement);
  return {
    waveColor: style.getPropertyValue('--wave').trim(),
    progressColor: style.getPropertyValue('--accent').trim(),
    cursorColor: style.getPropertyValue('--text').trim(),
  };
}

/**
 * The waveform of the shown version. Wavesurfer only draws the peaks; it neither plays nor decodes the file. `time`
 * returns the playhead in seconds, and `onTime` subscribes to its moves.
 */
export function BigWave({
  peaks,
  time,
  onTime,
}: {
  peaks: Peaks;
  time: () => number;
  onTime: (listener: () => void) => () => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const duration = peaksDuration(peaks);
    if (duration <= 0) return;
    const wave = WaveSurfer.create({
      container: place.current,
      height: bigWaveHeight,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      barMinHeight: 1,
      cursorWidth: 1,
      interact: false,
      hideScrollbar: true,
      peaks: halvesOf(peaks),
      duration,
      ...colours(),
    });
    const show = () => wave.getRenderer().renderProgress(Math.min(1, time() / duration));
    const stop = onTime(show);
    wave.on('redrawcomplete', show);
    const stopColours = onThemeChange(() => wave.setOptions(colours()));
    return () => {
      stopColours();
      stop();
      wave.destroy();
    };
  }, [peaks, time, onTime]);
  return <div ref={place} aria-hidden style={{ height: bigWaveHeight }} className="pointer-events-none" />;
}
